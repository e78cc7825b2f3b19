-- due: the timer rows that are due by Redis's clock, of all shards at once, read and not taken.
-- KEYS  1... timers of each shard
-- ARGV  1 most rows of a shard
-- returns  {now ms, id, score, id, score, ...}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local rows = {now}
for i = 1, #KEYS do
  local found = redis.call('ZRANGEBYSCORE', KEYS[i], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
  for j = 1, #found do rows[#rows + 1] = found[j] end
end
return rows
