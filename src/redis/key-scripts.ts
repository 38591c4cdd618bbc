/** In bytes. A smaller key counts as large as the average of the keys that were found with it. */
export const SIZED_ALONE = 16_384

/**
 * ARGV: cursor, COUNT, the size from which a key's own size is reported, and how many keys one measured key stands
 * for. Returns the next cursor, the keys, the number of small keys that were measured, their total size, and index
 * and size of each other key. SCAN also returns stray keys of a cluster, which no other command may access; they
 * count as empty.
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
 * Before 5.0, replicas run the script themselves, and their DUMP of an equal value may differ; from 3.2 on, they can be sent
 * what it does instead.
 */
export const BY_EFFECT = `if redis.replicate_commands then redis.replicate_commands() end`

/**
 * KEYS: one key. ARGV: SHA-1 of its DUMP; if the time to live matters too, also the milliseconds that it should have
 * now (-1: forever) and the tolerance. Deletes the key unless it has changed. Returns 1 if it does not exist
 * afterwards.
 */
export const REMOVE_IF_SAME = `
  ${BY_EFFECT}
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
 * KEYS: one key. ARGV: the arguments of RESTORE; SHA-1 of the key's DUMP, or nothing if it should not exist; the milliseconds
 * that it should have now (-1: forever), and the tolerance. Replaces the key unless it has changed. Returns 1 if it was
 * replaced.
 */
export const RESTORE_IF_SAME = `
  ${BY_EFFECT}
  local payload = redis.call('DUMP', KEYS[1])
  if (payload and redis.sha1hex(payload) or '') ~= ARGV[3] then return 0 end
  if payload then
    local left, expected = redis.call('PTTL', KEYS[1]), tonumber(ARGV[4])
    if (left < 0) ~= (expected < 0) then return 0 end
    if left >= 0 and math.abs(left - expected) > tonumber(ARGV[5]) then return 0 end
  end
  redis.call('RESTORE', KEYS[1], ARGV[1], ARGV[2], 'REPLACE')
  return 1`

/**
 * ARGV: keys, which need not be in one slot. Returns the indices, from 0, of those that exist. Undeclared keys are
 * allowed as long as the node owns them.
 */
export const EXISTING = `
  local found = {}
  for k = 1, #ARGV do
    if redis.call('EXISTS', ARGV[k]) == 1 then found[#found + 1] = k - 1 end
  end
  return found`

/** Stands for the sum of a key that is too large to be read at once. */
export const TOO_BIG = 'big'

/**
 * ARGV: a size in bytes, and keys, which need not be in one slot. Returns for each key the SHA-1 of the value in its
 * DUMP, without version and checksum, and the time to live in milliseconds; an empty text for a key that does not exist,
 * and TOO_BIG for one of more memory than that. MEMORY is known from 4.0 on.
 */
export const SUMS = `
  local sums, limit = {}, tonumber(ARGV[1])
  for k = 2, #ARGV do
    local size = redis.pcall('MEMORY', 'USAGE', ARGV[k])
    if type(size) == 'number' and size > limit then
      sums[#sums + 1] = '${TOO_BIG}'
    else
      local payload = redis.call('DUMP', ARGV[k])
      sums[#sums + 1] = payload and redis.sha1hex(string.sub(payload, 1, -11)) or ''
    end
    sums[#sums + 1] = redis.call('PTTL', ARGV[k])
  end
  return sums`
