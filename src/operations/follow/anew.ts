/** The source does not have what follows the last byte that arrived, or has another history. */
export class HistoryLost extends Error {}

/** What is in the cluster cannot be made from the stream any more, for the reason of the message. */
export class MustCompare extends Error {}
