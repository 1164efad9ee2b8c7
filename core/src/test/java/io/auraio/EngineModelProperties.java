package io.auraio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.ActionChain;

/**
 * Random schedules of all that one engine, its files and its requests can be asked, each step compared with a model.
 *
 * <p>As many as fit into 5 seconds, or into {@code -Dauraio.model.seconds=300}. What fails is shrunk to the steps that it takes.
 */
class EngineModelProperties {

    private static TestPipe pipe;
    private static Path cached;
    private static Path direct;

    @BeforeContainer
    static void createFiles() throws Exception {
        pipe = new TestPipe();
        cached = TestFile.create("model-cached", ModelContent.BLOCKS);
        direct = TestFile.create("model-direct", ModelContent.BLOCKS);
    }

    @AfterContainer
    static void deletePipe() throws Exception {
        pipe.close();
    }

    @Property(tries = Integer.MAX_VALUE)
    @AddLifecycleHook(UntilTimeIsUp.class)
    void engineDoesWhatItsModelDoes(@ForAll("schedules") ActionChain<ModelEngine> schedule) {
        boolean finished = false;
        try {
            schedule.run().finish();
            finished = true;
        } finally {
            if (!finished) {
                schedule.finalState().ifPresent(ModelEngine::abandon);
            }
        }
    }

    private static ModelEngine open() {
        try {
            ModelPipe end = new ModelPipe(pipe.path);
            return new ModelEngine(List.of(
                    new ModelFile(cached, new ModelContent(cached), null),
                    new ModelFile(direct, new ModelContent(direct), null, DirectFiles.orCached(direct)),
                    new ModelFile(pipe.path, null, end)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Provide
    Arbitrary<ActionChain<ModelEngine>> schedules() {
        return ActionChain.startWith(EngineModelProperties::open)
                .withAction(12, ModelSteps.transfer())
                .withAction(3, ModelSteps.other())
                .withAction(3, ModelSteps.readOfPipe())
                .withAction(4, ModelSteps.chain())
                .withAction(5, ModelSteps.cancel())
                .withAction(1, ModelSteps.cancelAll())
                .withAction(2, ModelSteps.simple("feed the pipe", model -> model.pipe().feed()))
                .withAction(1, ModelSteps.simple("follow the next three from their callbacks", model -> model.submissions.followUp(3)))
                .withAction(4, ModelSteps.simple("poll", ModelEngine::poll))
                .withAction(2, ModelSteps.simple("await", ModelEngine::await))
                .withAction(1, ModelSteps.simple("flush", model -> model.engine().flush()))
                .withAction(1, ModelSteps.ofBoolean("drain, feeding the pipe=", ModelEngine::drain))
                .withAction(2, ModelSteps.close())
                .withAction(2, ModelSteps.setting())
                .withAction(1, ModelSteps.reopen())
                .withMaxTransformations(60)
                .map(schedule -> schedule.withInvariant("as its model", ModelEngine::check));
    }
}
