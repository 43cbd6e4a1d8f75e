-- Reads one of 100 values over Connect with JSON; TOKEN comes from the environment.
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
wrk.headers["Content-Type"] = "application/json"
request = function()
  local body = '{"scope":"bench/production","secretName":"SECRET_' .. math.random(0, 99) .. '"}'
  return wrk.format("POST", "/claviger.v1.SecretService/GetSecret", nil, body)
end
dofile(os.getenv("REPORT"))
