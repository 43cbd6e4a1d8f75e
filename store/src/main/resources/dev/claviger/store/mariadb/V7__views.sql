-- For reading the log and the secrets' metadata in SQL; described in docs/audit.md.

CREATE VIEW audit_logs AS
  SELECT CONCAT(LOWER(HEX(chain.boot)), '/', entry.seq) AS id,
         CONCAT(
           LEFT(
             DATE_FORMAT(
               TIMESTAMPADD(MICROSECOND, entry.at_ms * 1000, '1970-01-01 00:00:00'),
               '%Y-%m-%dT%H:%i:%s.%f'),
             23),
           'Z') AS timestamp,
         CONCAT(
           CONVERT(entry.type USING utf8mb4),
           '.',
           LOWER(CONVERT(entry.action USING utf8mb4))) AS action,
         CONVERT(entry.type USING utf8mb4) AS resource_type,
         CASE
           WHEN entry.name IS NULL THEN CONVERT(entry.space USING utf8mb4)
           WHEN entry.space IS NULL THEN CONVERT(entry.name USING utf8mb4)
           ELSE CONCAT(
             CONVERT(entry.space USING utf8mb4), ':', CONVERT(entry.name USING utf8mb4))
         END AS resource_id,
         CONCAT(
           CONVERT(principal.kind USING utf8mb4),
           ':',
           CONVERT(principal.name USING utf8mb4)) AS principal,
         CONVERT(entry.space USING utf8mb4) AS space,
         JSON_OBJECT(
           'secret_key', CASE WHEN entry.type = 'secret' THEN CONVERT(entry.name USING utf8mb4) END,
           'action', CONVERT(entry.action USING utf8mb4),
           'environment', CONVERT(entry.environment USING utf8mb4),
           'version', entry.version,
           'outcome', CONVERT(entry.outcome USING utf8mb4),
           'reason', CONVERT(entry.reason USING utf8mb4),
           'count', entry.total,
           'request_id', LOWER(HEX(entry.request)),
           'credential', CONVERT(entry.credential USING utf8mb4),
           'secret_id', LOWER(HEX(entry.secret_id)),
           'address', CONVERT(client.address USING utf8mb4),
           'agent', CONVERT(client.agent USING utf8mb4)) AS metadata
    FROM entry
    JOIN chain ON chain.id = entry.chain
    LEFT JOIN principal ON principal.id = entry.principal_id
    LEFT JOIN client ON client.number = entry.client;

CREATE VIEW secret_audit_log AS
  SELECT CONCAT(LOWER(HEX(chain.boot)), '/', entry.seq) AS id,
         CONVERT(entry.name USING utf8mb4) AS secret_name,
         CASE entry.action
           WHEN 'CREATE' THEN 'CREATE'
           WHEN 'READ' THEN 'READ'
           WHEN 'MASKED_READ' THEN 'READ'
           WHEN 'DELETE' THEN 'DELETE'
           WHEN 'DESTROY' THEN 'DELETE'
           WHEN 'PURGE' THEN 'DELETE'
           ELSE 'UPDATE'
         END AS operation,
         (SELECT GROUP_CONCAT(
                   DISTINCT CONVERT(binding.role USING utf8mb4) ORDER BY binding.role)
            FROM binding
           WHERE binding.principal_id = entry.principal_id
             AND binding.space IN ('', entry.space)
             AND binding.environment IN ('', entry.environment)) AS requester_role,
         CASE
           WHEN principal.kind = 'agent' THEN CONVERT(principal.name USING utf8mb4)
         END AS agent_id,
         CASE WHEN entry.outcome = 'ok' THEN 1 ELSE 0 END AS success,
         CASE
           WHEN entry.outcome <> 'ok' THEN CONVERT(entry.outcome USING utf8mb4)
         END AS error_message,
         entry.at_ms DIV 1000 AS timestamp
    FROM entry
    JOIN chain ON chain.id = entry.chain
    LEFT JOIN principal ON principal.id = entry.principal_id
   WHERE entry.type = 'secret'
     AND entry.name IS NOT NULL
     AND entry.action IN ('CREATE', 'READ', 'MASKED_READ', 'UPDATE', 'ENABLE', 'DISABLE', 'ROTATE',
                          'RESTORE', 'UNDELETE', 'DELETE', 'DESTROY', 'PURGE')
   UNION ALL
  SELECT CONCAT(
           LOWER(HEX(chain.boot)), '/', entry.seq, '/', LOWER(HEX(entry_secret.secret_id))) AS id,
         CONVERT(entry_secret.name USING utf8mb4) AS secret_name,
         CASE
           WHEN entry.action = 'READ' THEN 'READ'
           WHEN entry_secret.version = 1 THEN 'CREATE'
           ELSE 'UPDATE'
         END AS operation,
         (SELECT GROUP_CONCAT(
                   DISTINCT CONVERT(binding.role USING utf8mb4) ORDER BY binding.role)
            FROM binding
           WHERE binding.principal_id = entry.principal_id
             AND binding.space IN ('', entry.space)
             AND binding.environment IN ('', entry.environment)) AS requester_role,
         CASE
           WHEN principal.kind = 'agent' THEN CONVERT(principal.name USING utf8mb4)
         END AS agent_id,
         CASE WHEN entry.outcome = 'ok' THEN 1 ELSE 0 END AS success,
         CASE
           WHEN entry.outcome <> 'ok' THEN CONVERT(entry.outcome USING utf8mb4)
         END AS error_message,
         entry.at_ms DIV 1000 AS timestamp
    FROM entry_secret
    JOIN entry ON entry.chain = entry_secret.chain AND entry.seq = entry_secret.seq
    JOIN chain ON chain.id = entry.chain
    LEFT JOIN principal ON principal.id = entry.principal_id;

CREATE VIEW space_secrets AS
  SELECT CONVERT(space.name USING utf8mb4) AS space,
         CONVERT(secret.live_name USING utf8mb4) AS key_name,
         CONVERT(secret.description USING utf8mb4) AS description,
         CONCAT(
           LEFT(
             DATE_FORMAT(
               TIMESTAMPADD(MICROSECOND, secret.created_at_ms * 1000, '1970-01-01 00:00:00'),
               '%Y-%m-%dT%H:%i:%s.%f'),
             23),
           'Z') AS created_at,
         CONCAT(
           LEFT(
             DATE_FORMAT(
               TIMESTAMPADD(MICROSECOND, secret.updated_at_ms * 1000, '1970-01-01 00:00:00'),
               '%Y-%m-%dT%H:%i:%s.%f'),
             23),
           'Z') AS updated_at,
         CONVERT(secret.created_by USING utf8mb4) AS created_by
    FROM secret
    JOIN space ON space.id = secret.space_id
   WHERE secret.live_name IS NOT NULL
     AND space.deleted_at_ms IS NULL
     AND space.erased = 0;
