-- disconnect: note that a seat has no device on a worker any more.
-- KEYS  1 hash  2 presence
-- ARGV  1 <worker>:<seat>  2 the publication  3 -:<seat>  4 last heard ms ('' now)
-- returns  now ms
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if redis.call('HDEL', KEYS[2], ARGV[1]) == 1 then
  redis.call('HSET', KEYS[2], ARGV[3], (ARGV[4] == '' and now or ARGV[4]) .. ' ' .. now)
  local left = redis.call('PTTL', KEYS[1])
  if left > 0 then redis.call('PEXPIRE', KEYS[2], left) end
  redis.call('SPUBLISH', KEYS[1], ARGV[2])
end
return now
