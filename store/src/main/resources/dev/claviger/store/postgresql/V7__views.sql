-- For reading the log and the secrets' metadata in SQL; described in docs/audit.md.

CREATE VIEW audit_logs AS
  SELECT ENCODE(chain.boot, 'hex') || '/' || entry.seq AS id,
         TO_CHAR(
           TO_TIMESTAMP(entry.at_ms / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
           || '.' || LPAD((entry.at_ms % 1000)::TEXT, 3, '0') || 'Z' AS timestamp,
         entry.type || '.' || LOWER(entry.action) AS action,
         entry.type AS resource_type,
         CASE
           WHEN entry.name IS NULL THEN entry.space
           WHEN entry.space IS NULL THEN entry.name
           ELSE entry.space || ':' || entry.name
         END AS resource_id,
         principal.kind || ':' || principal.name AS principal,
         entry.space AS space,
         JSON_BUILD_OBJECT(
           'secret_key', CASE WHEN entry.type = 'secret' THEN entry.name END,
           'action', entry.action,
           'environment', entry.environment,
           'version', entry.version,
           'outcome', entry.outcome,
           'reason', entry.reason,
           'count', entry.total,
           'request_id', ENCODE(entry.request, 'hex'),
           'credential', entry.credential,
           'secret_id', ENCODE(entry.secret_id, 'hex'),
           'address', client.address,
           'agent', client.agent) AS metadata
    FROM entry
    JOIN chain ON chain.id = entry.chain
    LEFT JOIN principal ON principal.id = entry.principal_id
    LEFT JOIN client ON client.number = entry.client;

CREATE VIEW secret_audit_log AS
  SELECT ENCODE(chain.boot, 'hex') || '/' || entry.seq AS id,
         entry.name AS secret_name,
         CASE entry.action
           WHEN 'CREATE' THEN 'CREATE'
           WHEN 'READ' THEN 'READ'
           WHEN 'MASKED_READ' THEN 'READ'
           WHEN 'DELETE' THEN 'DELETE'
           WHEN 'DESTROY' THEN 'DELETE'
           WHEN 'PURGE' THEN 'DELETE'
           ELSE 'UPDATE'
         END AS operation,
         (SELECT STRING_AGG(DISTINCT binding.role, ',' ORDER BY binding.role)
            FROM binding
           WHERE binding.principal_id = entry.principal_id
             AND binding.space IN ('', entry.space)
             AND binding.environment IN ('', entry.environment)) AS requester_role,
         CASE WHEN principal.kind = 'agent' THEN principal.name END AS agent_id,
         CASE WHEN entry.outcome = 'ok' THEN 1 ELSE 0 END AS success,
         CASE WHEN entry.outcome <> 'ok' THEN entry.outcome END AS error_message,
         entry.at_ms / 1000 AS timestamp
    FROM entry
    JOIN chain ON chain.id = entry.chain
    LEFT JOIN principal ON principal.id = entry.principal_id
   WHERE entry.type = 'secret'
     AND entry.name IS NOT NULL
     AND entry.action IN ('CREATE', 'READ', 'MASKED_READ', 'UPDATE', 'ENABLE', 'DISABLE', 'ROTATE',
                          'RESTORE', 'UNDELETE', 'DELETE', 'DESTROY', 'PURGE')
   UNION ALL
  SELECT ENCODE(chain.boot, 'hex') || '/' || entry.seq
           || '/' || ENCODE(entry_secret.secret_id, 'hex') AS id,
         entry_secret.name AS secret_name,
         CASE
           WHEN entry.action = 'READ' THEN 'READ'
           WHEN entry_secret.version = 1 THEN 'CREATE'
           ELSE 'UPDATE'
         END AS operation,
         (SELECT STRING_AGG(DISTINCT binding.role, ',' ORDER BY binding.role)
            FROM binding
           WHERE binding.principal_id = entry.principal_id
             AND binding.space IN ('', entry.space)
             AND binding.environment IN ('', entry.environment)) AS requester_role,
         CASE WHEN principal.kind = 'agent' THEN principal.name END AS agent_id,
         CASE WHEN entry.outcome = 'ok' THEN 1 ELSE 0 END AS success,
         CASE WHEN entry.outcome <> 'ok' THEN entry.outcome END AS error_message,
         entry.at_ms / 1000 AS timestamp
    FROM entry_secret
    JOIN entry ON entry.chain = entry_secret.chain AND entry.seq = entry_secret.seq
    JOIN chain ON chain.id = entry.chain
    LEFT JOIN principal ON principal.id = entry.principal_id;

CREATE VIEW space_secrets AS
  SELECT space.name AS space,
         secret.live_name AS key_name,
         secret.description AS description,
         TO_CHAR(
           TO_TIMESTAMP(secret.created_at_ms / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
           || '.' || LPAD((secret.created_at_ms % 1000)::TEXT, 3, '0') || 'Z' AS created_at,
         TO_CHAR(
           TO_TIMESTAMP(secret.updated_at_ms / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
           || '.' || LPAD((secret.updated_at_ms % 1000)::TEXT, 3, '0') || 'Z' AS updated_at,
         secret.created_by AS created_by
    FROM secret
    JOIN space ON space.id = secret.space_id
   WHERE secret.live_name IS NOT NULL
     AND space.deleted_at_ms IS NULL
     AND space.erased = 0;
