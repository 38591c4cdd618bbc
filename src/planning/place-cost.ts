/**
 * What an exception of each kind costs when replicas are placed. One exception of a kind outweighs ten thousand of the
 * next kind, and sums stay exact.
 */
export const PLACE_COST = {besidePrimary: 1e12, inPrimaryZone: 1e8, hostTwice: 1e4, zoneTwice: 1}
