-- delete: take an interview away, once SQL has it.
-- KEYS  1 hash  2 content  3 log  4 presence  5 timers
-- ARGV  1 id  2 rev ('' any)
-- returns  1 done | 0 it has moved on since this revision, nothing is deleted
if ARGV[2] ~= '' and redis.call('HGET', KEYS[1], 'rev') ~= ARGV[2] then return 0 end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
redis.call('ZREM', KEYS[5], ARGV[1])
return 1
