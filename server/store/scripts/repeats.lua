-- What commit, check and splice share: a short memory of ids, kept in one field as "NN id=number id=number ... ".
local function remembered(memory, id)
  if not memory then return nil end
  local _, stop = string.find(memory, ' ' .. id .. '=', 1, true)
  return stop and tonumber(string.match(memory, '^%d+', stop + 1))
end

local function remember(memory, id, number, most)
  local count = memory and tonumber(string.sub(memory, 1, 2)) or 0
  local rest = memory and string.sub(memory, 3) or ' '
  if count == most then
    rest = string.sub(rest, (string.find(rest, ' ', 2, true)))
  else
    count = count + 1
  end
  return string.format('%02d', count) .. rest .. id .. '=' .. number .. ' '
end

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
