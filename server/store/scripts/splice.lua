-- with repeats
-- splice: replace bytes of a typed text, if it is still the one that the writer saw and may still be written.
-- KEYS  1 hash  2 log
-- ARGV  1 name  2 splice id  3 base seq  4 at byte  5 bytes to remove  6 bytes to insert  7 kind: answer | note  8 round
--       9 log entry ('' none)  10 head of the publication
-- returns  {0, seq, now ms}  done
--          {1, seq}  this splice id has been applied as this seq
--          {2, seq, text}  behind: it does not fit what is there
--          {3}  no such interview  {4}  closed  {5}  too late
local key, name, id, kind = KEYS[1], ARGV[1], ARGV[2], ARGV[7]
local ids = 'ids:text:' .. name
local found = redis.call('HMGET', key, 'rev', 'open_round', 'not_after_ms', 'notes_open', 'text:' .. name, 'seq:' .. name, ids)
if not found[1] then return {3} end
local before = remembered(found[7], id)
if before then return {1, before} end

local now = now_ms()
if kind == 'answer' then
  if found[2] ~= ARGV[8] then return {4} end
  if found[3] and found[3] ~= '' and now > tonumber(found[3]) then return {5} end
elseif found[4] ~= '1' then
  return {4}
end

local text, seq = found[5] or '', tonumber(found[6] or 0)
local at, stop = tonumber(ARGV[4]), ARGV[4] + ARGV[5]
-- A place inside a character (its bytes 2 to 4 are 10xxxxxx) would leave something that is no UTF-8.
local function inside(place)
  local byte = string.byte(text, place + 1)
  return byte and byte >= 128 and byte < 192
end
if seq ~= tonumber(ARGV[3]) or stop > #text or inside(at) or inside(stop) then return {2, seq, text} end

text = string.sub(text, 1, at) .. ARGV[6] .. string.sub(text, stop + 1)
seq = seq + 1
redis.call('HSET', key, 'text:' .. name, text, 'seq:' .. name, seq, ids, remember(found[7], id, seq, 32))
if ARGV[9] ~= '' then redis.call('XADD', KEYS[2], '*', 'e', ARGV[9]) end
redis.call('SPUBLISH', key, ARGV[10] .. ' ' .. name .. ' ' .. seq .. ' ' .. ARGV[4] .. ' ' .. ARGV[5] .. '\n' .. ARGV[6])
return {0, seq, now}
