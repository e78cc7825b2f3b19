-- renew: renew a worker's lease, and forget the workers that are long gone.
-- KEYS  1 workers
-- ARGV  1 worker  2 lease ms  3 forget after ms
-- returns  {now ms, 1 if there was no live lease before, live worker, live worker, ...}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local before = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
local reply = redis.call('ZRANGEBYSCORE', KEYS[1], now - ARGV[2], '+inf')
table.insert(reply, 1, (before and now - before <= tonumber(ARGV[2])) and 0 or 1)
table.insert(reply, 1, now)
return reply
