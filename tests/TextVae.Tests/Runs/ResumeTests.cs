using TextVae.Native;
using TextVae.Networks.Kernels;
using TextVae.Runs;
using TextVae.Tests.Networks.Kernels;

namespace TextVae.Tests.Runs;

public sealed class ResumeTests
{
    [Theory]
    [InlineData("training.batch_tokens=30")]
    [InlineData("model.label_embedding=3", "model.encoder=unidirectional")]
    [InlineData("model.label_embedding=2", "training.batch_tokens=25", "objective.mutual_information=5")]
    [InlineData("objective.mutual_information=5", "objective.mutual_information_source=prior", "training.batch_tokens=30")]
    [InlineData("training.optimizer=adamw", "training.weight_decay=0.1", "training.warmup=5", "training.schedule=cosine", "training.average=0.9")]
    [InlineData("training.optimizer=sgd", "training.momentum=0.9", "training.weight_decay=0.01", "training.average=0.5")]
    [InlineData("model.layers=2", "model.cell=lstm", "model.tied=true", "model.layer_dropout=0.3")]
    [InlineData("model.embedding_dropout=0.5", "model.recurrent_dropout=0.3", "model.output_dropout=0.5", "model.encoder_dropout=0.2")]
    [InlineData("objective.free_bits=0.5", "objective.word_dropout=0.3")]
    [InlineData("objective.target_kl=2", "objective.kl=0.8", "training.keep=1")]
    [InlineData("model.prior=learned", "objective.mmd=10", "objective.mutual_information=1", "objective.mutual_information_source=prior")]
    [InlineData("objective.samples=3", "objective.free_bits=0.5", "model.output_dropout=0.3")]
    [InlineData("model.posterior=batch_norm", "objective.free_bits=0.2", "training.average=0.9")]
    [InlineData("model.posterior=delta", "model.delta=2")]
    [InlineData("objective.bag_of_words=0.5", "objective.mmd=10", "objective.kl=0", "objective.input_dropout=0.3", "objective.label=2")]
    [InlineData("model.skip=true", "model.cell=lstm", "model.output_dropout=0.3", "model.posterior=batch_norm", "objective.free_bits=0.1")]
    [InlineData("training.aggressive=true", "training.steps=60", "training.average=0.9", "training.learning_rate=0.1")]
    [InlineData(
        "model.decoder=transformer", "model.encoder=transformer", "model.heads=3", "model.layers=2", "model.layer_dropout=0.2",
        "model.encoder_dropout=0.1", "objective.mutual_information=1", "objective.mutual_information_source=prior")]
    [InlineData("training.keep=1", "training.checkpoint_every=1")]
    [InlineData("training.evaluate_every=1", "training.checkpoint_every=7")]
    [InlineData("model.kind=lm", "objective.kl=1", "objective.word_dropout=0")]
    public void A_run_that_was_killed_leaves_in_the_end_what_an_undisturbed_one_leaves(params string[] settings)
    {
        using var runs = new TinyRuns("bad", "good");

        AssertSurvives(runs, settings);
    }

    [Theory]
    [InlineData(Precision.BFloat16, 1)]
    [InlineData(Precision.BFloat16, 2)]
    [InlineData(Precision.Float32, 1)]
    public void So_it_does_in_every_precision_and_with_any_number_of_threads(Precision precision, int threads)
    {
        Assert.SkipUnless(precision == Precision.Float32 || MicroKernel.HasBFloat16, "This processor has no bfloat16 products.");
        using var runs = new TinyRuns();
        using var kernels = Kernels.Fused(VectorPaths.Here[^1].ToString(), precision);
        var before = NativeRuntime.Threads;
        NativeRuntime.Threads = threads;
        try
        {
            AssertSurvives(runs, "objective.mutual_information=1");
        }
        finally
        {
            NativeRuntime.Threads = before;
        }
    }

    [Fact]
    public void Patience_counts_on_where_it_was()
    {
        using var runs = new TinyRuns();
        string[] settings =
        [
            "training.learning_rate=1", "training.patience=3", "training.steps=400", "training.evaluate_every=2",
            "training.checkpoint_every=2", "objective.kl=1.0", "objective.word_dropout=0.0",
        ];
        var whole = runs.Train("whole", settings);
        var end = TrainingRunEnd(whole);
        Assert.InRange(end, 8, 399);

        TinyRuns.Kill(runs.Start("killed", settings), happening => happening is StepDone { Record.Step: var step } && step == end - 3);
        TinyRuns.Kill(runs.Resume("killed"), happening => happening is CheckpointSaved { Step: var step } && step == end - 2);
        runs.Finish("killed");

        Assert.Equal(RunContent.Of(whole.Path), RunContent.Of(runs["killed"].Path));
    }

    [Fact]
    public void A_run_stopped_while_it_evaluates_and_killed_after_that_evaluation_has_it_once()
    {
        using var runs = new TinyRuns();
        // At so high a rate the bound rises from the first evaluation to the second, which so is no reason for a checkpoint.
        string[] settings = ["training.learning_rate=3", "training.checkpoint_every=7", "objective.kl=1", "evaluation.batch=4"];
        var whole = runs.Train("whole", settings);
        using (var source = new CancellationTokenSource())
        using (var run = runs.Start("killed", settings))
        {
            run.EvaluationProgress = new SynchronousProgress<double>(_ =>
            {
                if (run.Step == 8)
                    source.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => run.Execute(source.Token).Count());
        }

        TinyRuns.Kill(runs.Resume("killed"), happening => happening is Evaluated { Step: 8, IsBest: false });
        runs.Finish("killed");

        Assert.Equal(RunContent.Of(whole.Path), RunContent.Of(runs["killed"].Path));
    }

    [Fact]
    public void A_model_that_a_checkpoint_knows_of_and_that_is_not_in_its_place_yet_is_put_there()
    {
        using var runs = new TinyRuns();
        var folder = runs["run"];
        TinyRuns.Kill(runs.Start("run"), happening => happening is Evaluated { Step: 4, IsBest: true });
        Copy(folder.Model, folder.Path + "/first");
        TinyRuns.Kill(runs.Resume("run"), happening => happening is Evaluated { Step: 8, IsBest: true });
        Directory.Move(folder.Model, Path.Combine(folder.Path, ".model.next"));
        Directory.Move(folder.Path + "/first", folder.Model);

        runs.Resume("run").Dispose();

        using var model = TrainedModel.Load(folder.Path);
        Assert.Equal(8, model.Step);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, ".model.next")));
    }

    [Fact]
    public void A_model_that_no_checkpoint_knows_of_is_not_put_in_place()
    {
        using var runs = new TinyRuns();
        var folder = runs["run"];
        TinyRuns.Kill(runs.Start("run"), happening => happening is Evaluated { Step: 8, IsBest: true });
        Copy(folder.Model, Path.Combine(folder.Path, ".model.next"));
        File.Delete(Path.Combine(folder.Checkpoints, "step-000000008.safetensors"));
        var whole = runs.Train("whole");

        runs.Finish("run");

        Assert.Equal(RunContent.Of(whole.Path), RunContent.Of(folder.Path));
    }

    private static void AssertSurvives(TinyRuns runs, params string[] settings)
    {
        var whole = runs.Train("whole", settings);
        TinyRuns.Kill(runs.Start("killed", settings), happening => happening is StepDone { Record.Step: 11 });
        File.AppendAllText(runs["killed"].Metrics, "{\"kind\":\"tra");
        TinyRuns.Kill(runs.Resume("killed"), happening => happening is Evaluated { Step: 16 });

        runs.Finish("killed");

        Assert.Equal(RunContent.Of(whole.Path), RunContent.Of(runs["killed"].Path));
    }

    private static long TrainingRunEnd(RunFolder folder) =>
        File.ReadLines(folder.Metrics).Count(line => line.StartsWith("{\"kind\":\"train\"", StringComparison.Ordinal));

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
