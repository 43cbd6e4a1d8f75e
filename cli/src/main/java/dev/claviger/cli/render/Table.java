package dev.claviger.cli.render;

import dev.claviger.cli.frame.Printable;
import dev.claviger.cli.rest.Json;
import java.util.ArrayList;
import java.util.List;

/// Columns as wide as what stands in them.
public final class Table {
  private static final String GAP = "  ";
  private static final String NOTHING = "–";

  private Table() {}

  /// One line for each element below a line of headings.
  public static String of(List<Column> columns, List<Json> elements) {
    var rows = new ArrayList<List<String>>();
    rows.add(columns.stream().map(Column::heading).toList());
    for (Json element : elements) {
      rows.add(columns.stream().map(column -> shown(column.cell().apply(element))).toList());
    }
    return lines(rows);
  }

  /// One line for each field that is plain.
  public static String ofFields(Json thing) {
    var rows = new ArrayList<List<String>>();
    if (thing instanceof Json.Fields(var values)) {
      values.forEach(
          (name, value) -> {
            if (!(value instanceof Json.Nothing)) {
              rows.add(List.of(name, shown(plain(value))));
            }
          });
    }
    return lines(rows);
  }

  private static String plain(Json value) {
    return switch (value) {
      case Json.Text(var text) -> text;
      case Json.Items(var values) -> String.join(", ", values.stream().map(Table::plain).toList());
      default -> JsonText.of(value, false);
    };
  }

  private static String shown(String cell) {
    return cell.isEmpty() ? NOTHING : Printable.line(cell);
  }

  /// Rows whose cells stand below each other.
  public static String lines(List<List<String>> rows) {
    int[] widths = widths(rows);
    var text = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        line.append(cell).append(" ".repeat(widths[i] - width(cell))).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int[] widths(List<List<String>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
