/** Bytes; a key below that is taken to be as big as the others it was found with are on average. */
export const SIZED_ALONE = 16_384

/**
 * ARGV: cursor, COUNT, from which size on a key's own is told, and how many keys stand for one that is measured. Answers
 * the next cursor, the keys, how many small ones were measured, what those take together, and place and size of each of
 * the others. A stray key of a cluster, which SCAN names and no other command may touch, counts as empty.
 */
export const SCAN_WITH_SIZES = `
  local found, limit = redis.call('SCAN', ARGV[1], 'COUNT', ARGV[2]), tonumber(ARGV[3])
  local keys, measured, small, big = found[2], 0, 0, {}
  for k = 1, #keys, tonumber(ARGV[4]) do
    local size = redis.pcall('MEMORY', 'USAGE', keys[k]) or 0
    if type(size) == 'table' then
      if not string.find(size.err, 'non local key') then return size end
      size = 0
    end
    if size < limit then
      measured = measured + 1
      small = small + size
    else
      big[#big + 1] = k - 1
      big[#big + 1] = size
    end
  end
  return {found[1], keys, measured, small, big}`

/**
 * KEYS: one key. ARGV: SHA-1 of what DUMP said of it; and where the time to live matters too, the milliseconds that it
 * should have by now (-1: for ever), and how far that may be off. Deletes it unless it has changed; 1 when it is not there now.
 */
export const REMOVE_IF_SAME = `
  local payload = redis.call('DUMP', KEYS[1])
  if not payload then return 1 end
  if redis.sha1hex(payload) ~= ARGV[1] then return 0 end
  if ARGV[2] then
    local left, expected = redis.call('PTTL', KEYS[1]), tonumber(ARGV[2])
    if (left < 0) ~= (expected < 0) then return 0 end
    if left >= 0 and math.abs(left - expected) > tonumber(ARGV[3]) then return 0 end
  end
  redis.call('DEL', KEYS[1])
  return 1`

/**
 * ARGV: keys, which need not be of one slot. Answers the places, from 0, of those that exist. Undeclared keys are allowed
 * as long as the node owns them.
 */
export const EXISTING = `
  local found = {}
  for k = 1, #ARGV do
    if redis.call('EXISTS', ARGV[k]) == 1 then found[#found + 1] = k - 1 end
  end
  return found`

/**
 * ARGV: keys, which need not be of one slot. Answers for each the SHA-1 of what DUMP says of its value, without version
 * and checksum, and the milliseconds that it has to live; an empty text for a key that does not exist.
 */
export const SUMS = `
  local sums = {}
  for k = 1, #ARGV do
    local payload = redis.call('DUMP', ARGV[k])
    sums[#sums + 1] = payload and redis.sha1hex(string.sub(payload, 1, -11)) or ''
    sums[#sums + 1] = redis.call('PTTL', ARGV[k])
  end
  return sums`
