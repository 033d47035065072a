-- Takes one unit for a buyer, at most one each. Answers the order's number, below 0 a refusal.
-- KEYS: command id, stock, units of each buyer, deadlines. ARGV: buyer, deadline, amount, how long the id is remembered.
local seen = redis.call('GET', KEYS[1])
if seen then return tonumber(seen) end
local stock = redis.call('HMGET', KEYS[2], 'available', 'held', 'orders')
if tonumber(stock[1]) < 1 then return -1 end
if redis.call('HSETNX', KEYS[3], ARGV[1], '1') == 0 then return -2 end
-- Redis writes a number of Lua's as a fraction is written, each time it is used: slower than this once.
local whole = function(number) return string.format('%d', number) end
local order = whole(stock[3] + 1)
redis.call('HSET', KEYS[2], 'available', whole(stock[1] - 1), 'held', whole(stock[2] + 1), 'orders', order)
redis.call('HSET', 'o:' .. order, 'state', 'held', 'buyer', ARGV[1], 'amount', ARGV[3], 'deadline', ARGV[2])
redis.call('ZADD', KEYS[4], ARGV[2], order)
redis.call('SET', KEYS[1], order, 'PX', ARGV[4])
return tonumber(order)
