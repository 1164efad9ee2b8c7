package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class IoPlanProperties {
    private static final int BLOCK = 4096;

    private static List<JobFile> files(List<Integer> blocks, long offset) {
        List<JobFile> files = new ArrayList<>();
        for (int count : blocks) {
            files.add(new JobFile(Path.of("f" + files.size()), offset, count * (long) BLOCK + 17, false, "ext4"));
        }
        return files;
    }

    @Property(tries = 200)
    void everyBlockOfEveryFileComesOnceAPass(@ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 300) Integer> blocks,
            @ForAll FileService.Order order, @ForAll @IntRange(min = 1, max = 9) int inARow, @ForAll boolean random) throws Refusal {
        JobSpec spec = Specs.job("--name=a", "--size=1g", "--rw=" + (random ? "randread" : "read"),
                "--file_service_type=" + order.name().toLowerCase(Locale.ROOT) + ":" + inARow);
        IoPlan plan = new IoPlan(spec, files(blocks, BLOCK * 3));
        int all = blocks.stream().mapToInt(Integer::intValue).sum();
        for (int pass = 0; pass < 3; pass++) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < all; i++) {
                assertThat(plan.offset()).isBetween(BLOCK * 3L, BLOCK * (2L + blocks.get(plan.file())));
                seen.add(plan.file() + ":" + plan.offset());
                plan.advance();
            }
            assertThat(seen).hasSize(all);
        }
    }

    @Property(tries = 50)
    void aReadBackVisitsTheWritesInTheirOrder(@ForAll @IntRange(min = 1, max = 100) int writePercent, @ForAll boolean random) throws Refusal {
        JobSpec spec = Specs.job("--name=a", "--size=1g", "--rw=" + (random ? "randrw" : "rw"), "--rwmixwrite=" + writePercent);
        List<JobFile> files = files(List.of(40, 70), 0);
        IoPlan plan = new IoPlan(spec, files);
        ReadBack readBack = new ReadBack(spec, files);
        for (int i = 0; i < 500; i++) {
            if (plan.direction() == Direction.WRITE) {
                readBack.seek();
                assertThat(readBack.file() + ":" + readBack.offset()).isEqualTo(plan.file() + ":" + plan.offset());
                readBack.advance();
            }
            plan.advance();
        }
    }

    @Example
    void aMixHasTheSharesThatWereAskedFor() throws Refusal {
        IoPlan plan = new IoPlan(Specs.job("--name=a", "--size=1g", "--rw=randrw", "--rwmixread=70"), files(List.of(1000), 0));
        int reads = 0;
        for (int i = 0; i < 100_000; i++) {
            reads += plan.direction() == Direction.READ ? 1 : 0;
            plan.advance();
        }
        assertThat(reads).isBetween(69_000, 71_000);
    }

    @Example
    void jobsOfOneNumjobsGoDifferentWays() throws Refusal {
        List<JobSpec> jobs = Specs.jobs("--name=a", "--size=1g", "--rw=randread", "--numjobs=2");
        List<List<Long>> ways = new ArrayList<>();
        for (JobSpec job : jobs) {
            IoPlan plan = new IoPlan(job, files(List.of(1000), 0));
            List<Long> way = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                way.add(plan.offset());
                plan.advance();
            }
            ways.add(way);
        }
        assertThat(ways.get(0)).isNotEqualTo(ways.get(1));
    }
}
