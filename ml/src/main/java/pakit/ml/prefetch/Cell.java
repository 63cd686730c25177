package pakit.ml.prefetch;

/// All that speaks for a candidate as one small number: the row of [UseTable] where its like are counted. Cells that
/// differ only in distance and evidence make a group.
final class Cell {
    static final int OCCURRENCES_MAX = 4;
    static final int EVIDENCE_MAX = 3;

    /// Pairs of how many occurrences and how many votes: 0 to n of n, for n from 1 to 4.
    private static final int SHARES = 14;

    private static final int BASES = 1 + 2 * SHARES;
    private static final int SUPPORTS = 3;
    private static final int DEPTHS = 2;
    private static final int RUNS = 6;
    private static final int DISTANCES = 6;
    /// A distance in each bracket.
    private static final int[] FAR = {1, 2, 4, 8, 32, 33};

    private static final int EVIDENCES = EVIDENCE_MAX + 1;

    static final int GROUPS = BASES * SUPPORTS * DEPTHS * RUNS;
    static final int COUNT = GROUPS * DISTANCES * EVIDENCES;

    private Cell() {}

    /// Any ints are taken; those out of range count as the nearest in range.
    ///
    /// @param pairs earlier accesses to the same two blocks that were looked at, 0 to 4
    /// @param pairVotes after how many of them the candidate came
    /// @param seen earlier accesses to the same block that were looked at, 0 to 4
    /// @param votes after how many of them the candidate came
    /// @param deep 1 if it came after the same three blocks, else 0
    /// @param distance to the candidate in accesses or siblings, beyond those that a fetch takes
    /// @param run 0 if it is no sibling, else 1 to 5 for a reader that follows none, 1, 2 to 5, 6 to 15, more in a row
    /// @param evidence how often it was proposed lately, 0 to 3
    static int of(int pairs, int pairVotes, int seen, int votes, int deep, int distance, int run, int evidence) {
        int base = pairs > 0 ? 1 + share(pairs, pairVotes) : seen > 0 ? 1 + SHARES + share(seen, votes) : 0;
        int support = pairs <= 0 || votes <= 0 ? 0 : votes < seen ? 1 : 2;
        int group = ((base * SUPPORTS + support) * DEPTHS + Math.clamp(deep, 0, 1)) * RUNS + Math.clamp(run, 0, 5);
        return (group * DISTANCES + bracket(distance)) * EVIDENCES + Math.clamp(evidence, 0, EVIDENCE_MAX);
    }

    private static int share(int of, int votes) {
        int n = Math.min(of, OCCURRENCES_MAX);
        return n * (n + 1) / 2 - 1 + Math.clamp(votes, 0, n);
    }

    /// The run of a candidate that is a sibling.
    ///
    /// @param followed siblings that the reader has followed in a row
    static int run(int followed) {
        return followed >= 16 ? 5 : followed >= 6 ? 4 : followed >= 2 ? 3 : followed >= 1 ? 2 : 1;
    }

    /// Figures of which [#of] makes that cell.
    static float[] evidence(int cell) {
        int group = group(cell);
        int run = group % RUNS;
        int deep = group / RUNS % DEPTHS;
        int support = group / RUNS / DEPTHS % SUPPORTS;
        int base = group / RUNS / DEPTHS / SUPPORTS;
        boolean ofPair = base >= 1 && base <= SHARES;
        int[] share = base == 0 ? new int[2] : share(ofPair ? base - 1 : base - 1 - SHARES);
        int seen = ofPair ? OCCURRENCES_MAX : share[0];
        int votes = ofPair ? new int[] {0, 1, OCCURRENCES_MAX}[support] : share[1];
        int distance = FAR[cell / EVIDENCES % DISTANCES];
        return new float[] {
            ofPair ? share[0] : 0, ofPair ? share[1] : 0, seen, votes, deep, distance, run, cell % EVIDENCES
        };
    }

    private static int[] share(int number) {
        int of = 1;
        while ((of + 1) * (of + 2) / 2 - 1 <= number) {
            of++;
        }
        return new int[] {of, number - (of * (of + 1) / 2 - 1)};
    }

    static int group(int cell) {
        return cell / (DISTANCES * EVIDENCES);
    }

    /// 1, 2, 3 to 4, 5 to 8, 9 to 32, more.
    private static int bracket(int distance) {
        return distance <= 1 ? 0 : distance <= 2 ? 1 : distance <= 4 ? 2 : distance <= 8 ? 3 : distance <= 32 ? 4 : 5;
    }
}
