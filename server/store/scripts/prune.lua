-- prune: drop presence entries, unless they were set anew since they were read.
-- KEYS  1 presence
-- ARGV  1... pairs: entry, its value when it was read
-- returns  how many were dropped
local count = 0
for i = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then count = count + redis.call('HDEL', KEYS[1], ARGV[i]) end
end
return count
