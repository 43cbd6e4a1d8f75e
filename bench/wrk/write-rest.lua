-- Writes one of 100 values over REST; TOKEN comes from the environment.
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
wrk.headers["Content-Type"] = "application/json"
local body = '{"value":"' .. string.rep("v", 200) .. '"}'
request = function()
  local name = "SECRET_" .. math.random(0, 99)
  return wrk.format("PUT", "/api/v1/spaces/bench/secrets/" .. name .. "?environment=production", nil, body)
end
dofile(os.getenv("REPORT"))
