-- with repeats
-- commit: write the next revision if `rev` is still the current one.
-- KEYS  1 hash  2 content  3 log  4 presence  5 timers
-- ARGV  1 id  2 rev  3 state  4 log entry ('' none)  5 due ms ('' no row)  6 open round  7 not after ms  8 notes open
--       9 seat ('' system)  10 command id  11 expire ms ('' leave, '0' keep for ever)
--       12 content ('' leave)  13 head of the publication  14 tile  15... pairs: name of a text, its new bytes
-- returns  {0, rev, now ms}  done
--          {1, rev}  this command id has been committed as this rev
--          {2, rev, state}  lost: somebody else was first
--          {3}  no such interview
local key, seat, id = KEYS[1], ARGV[9], ARGV[10]
local ids = 'ids:' .. seat
local rev, memory
if seat == '' then
  rev = redis.call('HGET', key, 'rev')
else
  local found = redis.call('HMGET', key, 'rev', ids)
  rev, memory = found[1], found[2]
end
if not rev then return {3} end
local before = remembered(memory, id)
if before then return {1, before} end
if rev ~= ARGV[2] then return {2, tonumber(rev), redis.call('HGET', key, 'state')} end

rev = tonumber(rev) + 1
if seat == '' then
  redis.call('HSET', key, 'rev', rev, 'state', ARGV[3], 'open_round', ARGV[6], 'not_after_ms', ARGV[7],
    'notes_open', ARGV[8], 'tile', ARGV[14])
else
  redis.call('HSET', key, 'rev', rev, 'state', ARGV[3], 'open_round', ARGV[6], 'not_after_ms', ARGV[7],
    'notes_open', ARGV[8], 'tile', ARGV[14], ids, remember(memory, id, rev, 64))
end
local texts = ''
for i = 15, #ARGV, 2 do
  local name, text = ARGV[i], ARGV[i + 1]
  redis.call('HSET', key, 'text:' .. name, text)
  texts = texts .. ' ' .. name .. ' ' .. redis.call('HINCRBY', key, 'seq:' .. name, 1) .. ' ' .. #text
end
if ARGV[12] ~= '' then redis.call('SET', KEYS[2], ARGV[12]) end
if ARGV[4] ~= '' then redis.call('XADD', KEYS[3], '*', 'e', ARGV[4]) end
if ARGV[5] == '' then
  redis.call('ZREM', KEYS[5], ARGV[1])
else
  redis.call('ZADD', KEYS[5], ARGV[5], ARGV[1])
end
if ARGV[11] ~= '' then
  for i = 1, 4 do
    if ARGV[11] == '0' then redis.call('PERSIST', KEYS[i]) else redis.call('PEXPIRE', KEYS[i], ARGV[11]) end
  end
end
local message = ARGV[13] .. ' ' .. rev .. texts
-- Most interviews are held by one worker, which made this commit: then four kilobytes would be sent to be thrown away.
-- Should the only subscriber be another one, it loads.
if redis.call('PUBSUB', 'SHARDNUMSUB', key)[2] > 1 then
  message = message .. '\n'
  for i = 16, #ARGV, 2 do message = message .. ARGV[i] end
  message = message .. ARGV[3]
end
redis.call('SPUBLISH', key, message)
redis.call('SPUBLISH', key .. ':tile', ARGV[14])
return {0, rev, now_ms()}
