using TextVae.Corpus;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class StartingPointTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_run_starts_where_the_other_s_training_stood_and_run_json_says_so()
    {
        // At so high a rate the best model is not the last one.
        var source = _runs.Train("source", "training.learning_rate=1", "objective.kl=1");
        var last = CheckpointStore.Newest(source)!.Value;
        using var best = TrainedModel.Load(source.Path);
        Assert.True(best.Step < last.Step);

        using var run = Start("run", source.Path);

        var stood = Tensors(last.Path, CheckpointStore.ModelPrefix);
        Assert.All(TrainedModel.Tensors(run.Model), tensor => Assert.Equal(stood[tensor.Name], Tiny.Floats(tensor.Value)));
        Assert.Equal(
            new StartingPoint(Path.GetFullPath(source.Path), 20, Checksum.OfFile(last.Path))
            {
                RecipeHash = RecipeHash.Of(Recipe.Load(source.Recipe), earlier: null),
            },
            RunInfo.Load(_runs["run"]).StartedFrom);
    }

    [Fact]
    public void The_hash_of_the_recipes_goes_through_all_that_a_run_began_with()
    {
        var first = _runs.Train("first", "objective.kl=0", "training.seed=3");
        using (var second = Start("second", first.Path, "evaluation.samples=3"))
            _ = second.Execute(TestContext.Current.CancellationToken).Count();

        using var third = Start("third", _runs["second"].Path);

        var (early, late) = (TinyRuns.RecipeWith("objective.kl=0"), TinyRuns.RecipeWith());
        Assert.Equal(RecipeHash.Of(late, RecipeHash.Of(early, null)), RunInfo.Load(_runs["third"]).StartedFrom!.RecipeHash);
        Assert.NotEqual(RecipeHash.Of(late, null), RecipeHash.Of(late, RecipeHash.Of(early, null)));
    }

    [Fact]
    public void A_source_that_is_not_there_is_told_and_leaves_no_folder()
    {
        var error = Assert.Throws<DataException>(() => Start("run", _runs["nowhere"].Path));

        Assert.Equal(
            $"There is no folder '{_runs["nowhere"].Path}' to start from. Give a run folder that `train` has made, or its 'model' folder.", error.Message);
        Assert.False(Directory.Exists(_runs["run"].Path));
    }

    [Fact]
    public void Heads_of_another_number_would_cut_the_same_matrices_elsewhere()
    {
        string[] both = ["model.decoder=transformer", "model.encoder=transformer", "model.hidden=8"];
        var source = _runs.Train("source", [.. both, "model.heads=1"]);

        var error = Assert.Throws<DataException>(() => Start("run", source.Path, [.. both, "model.heads=2"]));

        Assert.Contains("mean something else to this recipe: model.heads is 1 there and 2 here.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.posterior=batch_norm", "model.posterior is \"batch_norm\" there and \"gaussian\" here")]
    [InlineData("model.posterior=delta", "model.posterior is \"delta\" there and \"gaussian\" here")]
    [InlineData("model.prior=learned", "model.prior is \"learned\" there and \"standard\" here")]
    [InlineData("model.skip=true", "model.skip is true there and false here")]
    public void Parameters_that_would_mean_something_else_are_refused(string setting, string difference)
    {
        var source = _runs.Train("source", setting);

        var error = Assert.Throws<DataException>(() => Start("run", source.Path));

        Assert.Equal(
            $"The parameters in '{source.Path}' mean something else to this recipe: {difference}. Start from a run with the same, or change the "
            + "recipe.",
            error.Message);
        Assert.False(_runs["run"].HoldsRun);
    }

    [Fact]
    public void A_skip_goes_with_the_decoder_that_is_reset()
    {
        var source = _runs.Train("source", "model.skip=true");

        using var run = Start("run", source.Path, "training.reset=decoder");

        Assert.True(_runs["run"].HoldsRun);
    }

    [Fact]
    public void A_reset_without_anything_to_start_from_is_refused()
    {
        var error = Assert.Throws<RecipeException>(() => _runs.Start("run", "training.reset=decoder"));

        Assert.Equal(
            "training.reset is \"decoder\", which says what stays fresh of the parameters that a run starts from, and it starts from none. Give "
            + "the run to start from (--start-from RUN, or start_from in a sweep), or set training.reset to \"nothing\".",
            error.Message);
        Assert.False(_runs["run"].HoldsRun);
    }

    [Fact]
    public void A_model_folder_gives_its_weights()
    {
        var source = _runs.Train("source");
        using var best = TrainedModel.Load(source.Path);

        using var run = Start("run", source.Model);

        Assert.Equal(best.Step, RunInfo.Load(_runs["run"]).StartedFrom!.Step);
        Assert.All(
            TrainedModel.Tensors(run.Model).Zip(TrainedModel.Tensors(best.Model)),
            pair => Assert.Equal(Tiny.Floats(pair.Second.Value), Tiny.Floats(pair.First.Value)));
    }

    [Theory]
    [InlineData("model.tied=false")]
    [InlineData("model.tied=true")]
    public void A_decoder_that_is_reset_is_that_of_a_fresh_run_and_all_else_is_the_other_run_s(string tied)
    {
        var source = _runs.Train("source", tied);
        using var fresh = _runs.Start("fresh", tied, "training.seed=9");

        using var run = Start("run", source.Path, tied, "training.seed=9", "training.reset=decoder");

        var stood = Tensors(CheckpointStore.Newest(source)!.Value.Path, CheckpointStore.ModelPrefix);
        foreach (var (tensor, other) in TrainedModel.Tensors(run.Model).Zip(TrainedModel.Tensors(fresh.Model)))
        {
            var isReset = tensor.Name.Split('.')[0] is "decoder" or "output";
            Assert.Equal(isReset ? Tiny.Floats(other.Value) : stood[tensor.Name], Tiny.Floats(tensor.Value));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7L)]
    public void A_run_that_was_killed_leaves_in_the_end_what_an_undisturbed_one_leaves(long? killedAt)
    {
        var source = _runs.Train("source", "objective.kl=0");
        string[] settings = ["training.reset=decoder", "objective.free_bits=0.5", "training.average=0.9"];
        using (var whole = Start("whole", source.Path, settings))
            Assert.Equal(20, whole.Execute(TestContext.Current.CancellationToken).OfType<StepDone>().Count());

        var killed = Start("killed", source.Path, settings);
        if (killedAt is { } step)
            TinyRuns.Kill(killed, happening => happening is StepDone { Record.Step: var done } && done == step);
        else
            killed.Dispose();
        Directory.Delete(source.Path, recursive: true);
        _runs.Finish("killed");

        Assert.Equal(RunContent.Of(_runs["whole"].Path), RunContent.Of(_runs["killed"].Path));
    }

    [Fact]
    public void A_term_that_the_other_run_did_not_have_brings_its_own_network()
    {
        var source = _runs.Train("source");

        using var run = Start("run", source.Path, "objective.mutual_information=1");

        var stood = Tensors(CheckpointStore.Newest(source)!.Value.Path, CheckpointStore.ModelPrefix);
        Assert.Contains(TrainedModel.Tensors(run.Model), tensor => tensor.Name.StartsWith("information.", StringComparison.Ordinal));
        Assert.All(
            TrainedModel.Tensors(run.Model).Where(tensor => stood.ContainsKey(tensor.Name)),
            tensor => Assert.Equal(stood[tensor.Name], Tiny.Floats(tensor.Value)));
    }

    [Fact]
    public void Parameters_of_other_sizes_are_refused_by_name()
    {
        var source = _runs.Train("source");

        var error = Assert.Throws<DataException>(() => Start("run", source.Path, "model.latent=3"));

        Assert.StartsWith($"The safetensors file '{CheckpointStore.Newest(source)!.Value.Path}' does not fit the model: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("model.encoder.mu.weight is F32 [2, 6] instead of F32 [3, 6]", error.Message, StringComparison.Ordinal);
        Assert.False(_runs["run"].HoldsRun);
    }

    [Fact]
    public void Other_words_are_refused()
    {
        using var others = new TinyRuns(new TinyDataset(random => $"{"vwxyz"[random.Next(5)]} {"vwxyz"[random.Next(5)]}", (60, 13, 11)));
        var source = others.Train("source");

        var error = Assert.Throws<DataException>(() => Start("run", source.Path));

        Assert.Equal(
            $"The model in '{source.Path}' knows other words than the dataset, 9 instead of 9 or in another order, so its parameters mean "
            + "nothing here. Start from a run on the same dataset.",
            error.Message);
    }

    private TrainingRun Start(string name, string from, params string[] settings) =>
        TrainingRun.Start(TinyRuns.RecipeWith(settings), _runs.Data.Dataset, _runs.Data.Path, _runs[name], from);

    private static Dictionary<string, float[]> Tensors(string path, string prefix)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(
            tensor => tensor.Name[prefix.Length..],
            tensor =>
            {
                var values = new float[tensor.ByteLength / sizeof(float)];
                file.Read(tensor, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()), 0);
                return values;
            });
    }
}
