-- Releases holds whose time has come, so many at most. Answers how many.
-- KEYS: stock, units of each buyer, deadlines. ARGV: now, most.
local due = redis.call('ZRANGE', KEYS[3], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])
if #due == 0 then return 0 end
for _, order in ipairs(due) do
  local key = 'o:' .. order
  redis.call('HDEL', KEYS[2], redis.call('HGET', key, 'buyer'))
  redis.call('HSET', key, 'state', 'expired')
end
redis.call('ZREM', KEYS[3], unpack(due))
redis.call('HINCRBY', KEYS[1], 'held', string.format('%d', -#due))
redis.call('HINCRBY', KEYS[1], 'available', string.format('%d', #due))
return #due
