// Compares the plans for random clusters with the best of all plans: npm run spread -- [CLUSTERS] [SEED]
import {randomNumbers} from '../unit/planning/random.js'
import {comparePlans} from '../unit/planning/spread/against-all.js'

const [clusters = 5000, seed = Date.now()] = process.argv.slice(2).map(Number)
const {worse, equal, excess, moving, mended} = comparePlans(randomNumbers(seed), clusters)
for (const text of worse) process.stdout.write(`${text}\n\n`)
process.stdout.write(
  `seed ${seed}: ${clusters} clusters, of which ${mended} can be made safer and ${moving} by moving replicas. ` +
    `${worse.length} plans are wrong or less safe than the best one. ` +
    `${((100 * equal) / clusters).toFixed(2)} % cost as much as it; the greatest difference is ` +
    `${(100 * excess).toFixed(1)} %.\n`,
)
process.exitCode = worse.length === 0 && Math.abs(excess) <= 0.1 ? 0 : 1
