package io.auraio.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LimitShareProperties {

    private static int[] share(int limit, int... demands) {
        int[] shares = new int[demands.length];
        LimitShare.share(limit, demands, shares);
        return shares;
    }

    @Property
    void thePartsSumToTheWholeAndEqualDemandsDifferByAtMostOne(
            @ForAll @IntRange(min = 0, max = 1 << 20) int limit, @ForAll @Size(min = 1, max = 64) int[] demands) {
        int[] shares = share(limit, demands);
        assertThat(Arrays.stream(shares).asLongStream().sum()).isEqualTo(limit);
        for (int i = 0; i < demands.length; i++) {
            for (int k = 0; k < i; k++) {
                if (Math.max(0, demands[i]) == Math.max(0, demands[k])) {
                    assertThat(Math.abs(shares[i] - shares[k])).isLessThanOrEqualTo(1);
                }
            }
        }
    }

    @Property
    void whoGetsLessThanItAsksForGetsNoLessThanAnyOther(
            @ForAll @IntRange(min = 0, max = 1000) int limit,
            @ForAll @Size(min = 1, max = 16) @IntRange(min = 0, max = 500) int[] demands) {
        int[] shares = share(limit, demands);
        for (int i = 0; i < demands.length; i++) {
            if (shares[i] < demands[i]) {
                assertThat(shares[i] + 1).isGreaterThanOrEqualTo(Arrays.stream(shares).max().orElseThrow());
            }
        }
    }

    @Example
    void aSmallDemandIsServedAndTheRestShared() {
        assertThat(share(100, 10, 1000, 1000)).containsExactly(10, 45, 45);
        assertThat(share(101, 10, 1000, 1000)).containsExactly(10, 46, 45);
    }

    @Example
    void whatNobodyAsksForIsSpreadEvenly() {
        assertThat(share(100, 0, 20, 0)).containsExactly(27, 47, 26);
    }

    @Example
    void nonsenseIsRefusedByName() {
        assertThatThrownBy(() -> share(-1, 1)).hasMessage("limit=-1; must be 0 to 2147483647");
        assertThatThrownBy(() -> share(1)).hasMessage("demands.length=0; must be 1 to 2147483647");
        assertThatThrownBy(() -> LimitShare.share(1, new int[2], new int[3]))
                .hasMessage("shares.length=3; must be 2 to 2");
    }
}
