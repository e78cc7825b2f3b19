-- disconnect: note that a seat has no device on a worker any more.
-- KEYS  1 hash  2 presence
-- ARGV  1 <worker>:<seat>  2 the publication
-- returns  now ms
if redis.call('HDEL', KEYS[2], ARGV[1]) == 1 then redis.call('SPUBLISH', KEYS[1], ARGV[2]) end
local time = redis.call('TIME')
return time[1] * 1000 + math.floor(time[2] / 1000)
