package io.auraio.adaptive.simulation;

import java.util.List;

/** The devices that a controller must do well on, and what it must reach there. */
final class Models {

    private static final double ANY = Double.POSITIVE_INFINITY;

    private Models() {}

    static final List<Model<?>> ALL = List.of(
            nvme("nvme").then(Stretch.unchanged(6, new Goals(.97, 1.5, 1.4, .25, .5, .15))),
            new Model<>("wide", seed -> new ChannelDevice(seed, 192, 500), 1)
                    .then(Stretch.unchanged(6, new Goals(.95, 1.4, 1.3, .5, .8, .15))),
            soft("soft").then(Stretch.unchanged(8, new Goals(.88, 1.4, 1.4, .5, ANY, .30))),
            hdd("hdd").then(Stretch.unchanged(240, new Goals(.93, 2.0, 1.6, 15, 60, .35))),
            net("net").then(Stretch.unchanged(10, new Goals(.97, 1.5, 1.6, .5, 1.5, .20))),
            new Model<>("net500", seed -> new BucketDevice(seed, 500, 1000), 20)
                    .then(Stretch.unchanged(60, new Goals(.97, 2.0, 2.0, 2, 8, .35))),
            sata("sata-gc").then(Stretch.unchanged(12, new Goals(.96, 1.7, 1.6, .5, 1.5, .20))),
            new Model<>("mixed sizes", seed -> new ChannelDevice(seed, 16, 80).sizeFactors(1, 1, 1, 1, 1, 1, 2, 2, 2, 6), 1)
                    .then(Stretch.unchanged(8, new Goals(.95, 1.8, 1.7, .3, 1, .30))),
            nvme("neighbour")
                    .then(Stretch.unchanged(4, Goals.NONE))
                    .then(new Stretch<>("comes", 8, 1, (d, now) -> d.channelsLeft(now, 16),
                            new Goals(.95, 1.6, 1.5, .2, .5, .20)))
                    .then(new Stretch<>("goes", 8, 1, (d, now) -> d.channelsLeft(now, 32),
                            new Goals(.95, 1.6, 1.5, 2.5, 2.5, .20))),
            nvme("service time")
                    .then(Stretch.unchanged(4, Goals.NONE))
                    .then(new Stretch<>("x2", 8, 1, (d, now) -> d.serviceMicros(160),
                            new Goals(.95, 1.6, 1.5, .3, .5, .20)))
                    .then(new Stretch<>("and back", 8, 1, (d, now) -> d.serviceMicros(80),
                            new Goals(.95, 1.6, 1.5, .3, .5, .20))),
            nvme("block size")
                    .then(Stretch.unchanged(4, Goals.NONE))
                    .then(new Stretch<>("128 KiB", 8, 1, (d, now) -> d.busMicros(20),
                            new Goals(.95, 1.6, 1.5, .3, .8, .25)))
                    .then(new Stretch<>("back to 4 KiB", 8, 1, (d, now) -> d.busMicros(0),
                            new Goals(.95, 1.6, 1.5, 1, 1.5, .25))),
            nvme("application")
                    .then(new Stretch<>("at 30 %", 6, .3, (d, now) -> {},
                            new Goals(.98, ANY, 1.3, .2, ANY, .05)))
                    .then(new Stretch<>("saturating", 8, 1, (d, now) -> {},
                            new Goals(.95, 1.6, 1.5, .3, 1, .20))),
            onOff(),
            new Model<>("wandering", seed -> new ChannelDevice(seed, 32, 150).wanders(.15), 20)
                    .then(Stretch.unchanged(20, new Goals(.93, 1.8, 1.8, .3, 1, .35))),
            virtualDisk("virtual disk", 0).then(Stretch.unchanged(10, new Goals(.92, 1.5, 1.5, 1, 5, .25))),
            virtualDisk("virtual disk, wandering", .15)
                    .then(Stretch.unchanged(20, new Goals(.90, 1.5, 1.9, 1.5, 2, .40))),
            nvme("two rings").rings(2).then(Stretch.unchanged(6, new Goals(.95, 1.6, 1.5, .2, .5, .20))),
            soft("soft, target").targetMicros(1000)
                    .then(Stretch.unchanged(10, new Goals(.90, 2, 1.15, .5, ANY, .40))),
            hdd("hdd, target").targetMicros(400_000)
                    .then(Stretch.unchanged(240, new Goals(.85, 2, 1.15, .5, ANY, .40))),
            net("net, target").targetMicros(2500)
                    .then(Stretch.unchanged(10, new Goals(.97, 2, 1.15, .5, ANY, .40))),
            new Model<>("sata, target", seed -> new ChannelDevice(seed, 10, 110), 2).targetMicros(500)
                    .then(Stretch.unchanged(10, new Goals(.96, 2, 1.15, .5, ANY, .40))),
            nvme("nvme, target").targetMicros(300)
                    .then(Stretch.unchanged(8, new Goals(.96, 2, 1.15, .5, ANY, .25))),
            nvme("neighbour, target").targetMicros(1000)
                    .then(Stretch.unchanged(4, Goals.NONE))
                    .then(new Stretch<>("takes nearly all", 6, 1, (d, now) -> d.channelsLeft(now, 1),
                            new Goals(.90, 2, 1.15, 1, ANY, .40)))
                    .then(new Stretch<>("goes", 8, 1, (d, now) -> d.channelsLeft(now, 32),
                            new Goals(.95, 2, 1.15, 1, 2.5, .25))),
            nvme("infeasible target").targetMicros(60)
                    .then(Stretch.unchanged(10, new Goals(.80, 2.0, 1.5, 1, ANY, .30))));

    /** Half a second of work, half a second of nothing, again and again; then work that stays. */
    private static Model<ChannelDevice> onOff() {
        Model<ChannelDevice> model = nvme("on and off");
        for (int i = 0; i < 6; i++) {
            model = model.then(new Stretch<>("on", .5, 1, (d, now) -> {}, Goals.NONE))
                    .then(new Stretch<>("off", .5, 0, (d, now) -> {}, Goals.NONE));
        }
        return model.then(new Stretch<>("on to stay", 4, 1, (d, now) -> {}, new Goals(.95, 1.6, 1.5, .3, 1, .20)));
    }

    static Model<ChannelDevice> nvme(String name) {
        return new Model<>(name, seed -> new ChannelDevice(seed, 32, 80), .5);
    }

    static Model<DieDevice> soft(String name) {
        return new Model<>(name, seed -> new DieDevice(seed, 8, 60), 2);
    }

    static Model<CurveDevice> hdd(String name) {
        return new Model<>(
                name, seed -> new CurveDevice(seed, n -> 1e3 / (4 + 8 / Math.sqrt(Math.min(n, 32))), .4, true), 200);
    }

    /** One server that takes 11 us for an operation and turns around once for all that wait; other users of its host make it stray. */
    static Model<CurveDevice> virtualDisk(String name, double strays) {
        return new Model<>(
                name, seed -> new CurveDevice(seed, n -> 1e6 * n / (118 + 11.0 * n), .5, false).wanders(strays), strays > 0 ? 20 : 2);
    }

    static Model<BucketDevice> net(String name) {
        return new Model<>(name, seed -> new BucketDevice(seed, 16_000, 1000), 2);
    }

    static Model<ChannelDevice> sata(String name) {
        return new Model<>(name, seed -> new ChannelDevice(seed, 10, 110).stallEveryMillis(200), 20);
    }
}
