package dev.claviger.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.cli.render.JsonFields;
import java.util.List;
import org.junit.jupiter.api.Test;

/// SECURITY 2: an export can be opened in a spreadsheet, whatever somebody called things.
class NoCellIsAFormulaTest {
  @Test
  void a_cell_never_begins_like_a_formula() {
    for (String evil : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1")) {
      String line = EntryCsv.line(new JsonFields().with("node", evil).build());
      assertThat(line.substring(1)).as(evil).matches("(?s)\"?'.*");
    }
  }

  @Test
  void what_would_end_a_cell_is_quoted() {
    String line = EntryCsv.line(new JsonFields().with("node", "a,\"b\"\r\n").build());
    assertThat(line).startsWith(",\"a,\"\"b\"\"\r\n\",");
  }

  @Test
  void each_line_has_the_columns_of_the_header() {
    String line = EntryCsv.line(new JsonFields().build());
    assertThat(line.chars().filter(c -> c == ','))
        .hasSameSizeAs(EntryCsv.HEADER.chars().filter(c -> c == ',').boxed().toList());
    assertThat(line).endsWith("\r\n");
  }
}
