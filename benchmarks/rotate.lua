-- What wrk sends: a path in which ~N~ is a number that no other request has, and ~S~ the next service of a list.
-- Arguments: a file whose first line is the path and whose other lines are the services; the media type to
-- accept; the first number; how far to count up with each request (0: every request is the same).

local parts, services = {}, {}
local head, number, step, index = "", 0, 1, 0

function init(args)
  local lines = io.lines(args[1])
  local path = lines()
  for line in lines do services[#services + 1] = line end
  number, step = tonumber(args[3]), tonumber(args[4])
  local from = 1
  while true do
    local start = path:find("~[NS]~", from)
    parts[#parts + 1] = path:sub(from, (start or 0) - 1)
    if not start then break end
    parts[#parts + 1] = path:sub(start, start + 2)
    from = start + 3
  end
  head = " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] .. "\r\nAccept: " .. args[2] .. "\r\n\r\n"
end

function request()
  local text = { "GET " }
  local service = services[index % math.max(#services, 1) + 1] or ""
  local now = string.format("%d", number)
  for _, part in ipairs(parts) do
    if part == "~N~" then part = now elseif part == "~S~" then part = service end
    text[#text + 1] = part
  end
  text[#text + 1] = head
  number, index = number + step, index + step
  return table.concat(text)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%.6f,"bytes":%d,"p50_ms":%.3f,"p99_ms":%.3f,"failed":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
