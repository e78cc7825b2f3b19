-- connect: note that a seat has a device on a worker.
-- KEYS  1 hash  2 presence
-- ARGV  1 <worker>:<seat>  2 the publication
-- returns  now ms | 0 no such interview
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[2], ARGV[1], now)
local left = redis.call('PTTL', KEYS[1])
if left > 0 then redis.call('PEXPIRE', KEYS[2], left) end
redis.call('SPUBLISH', KEYS[1], ARGV[2])
return now
