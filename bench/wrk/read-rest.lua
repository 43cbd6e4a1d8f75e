-- Reads one of 100 values over REST; TOKEN comes from the environment.
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
request = function()
  local name = "SECRET_" .. math.random(0, 99)
  return wrk.format("GET", "/api/v1/spaces/bench/secrets/" .. name .. "?environment=production&show_values=true")
end
dofile(os.getenv("REPORT"))
