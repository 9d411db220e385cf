using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>The commands that use a trained model.</summary>
public sealed class ModelCommandsTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task Evaluate_prints_the_figures_under_their_names()
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("evaluate", folder, "--split", "valid", "--json");

        var report = JsonNode.Parse(run.Output)!.AsObject();
        Assert.Equal(
            [
                "run", "dataset_hash", "split", "step", "precision", "sentences", "tokens", "samples", "reconstruction", "kl", "nll_bound", "perplexity_conditional", "perplexity",
                "mutual_information", "mutual_information_ceiling", "marginal_kl", "active_units", "latent", "kl_per_dimension",
                "standard_errors", "latent_use", "findings",
            ],
            report.Select(figure => figure.Key));
        Assert.Equal((double)report["nll_bound"]!, (double)report["reconstruction"]! + (double)report["kl"]!, 1e-9);
        Assert.Equal(2, (int)report["samples"]!);
        Assert.Equal((folder, "valid", 2), ((string)report["run"]!, (string)report["split"]!, (int)report["step"]!));
        Assert.Equal(
            (string)JsonNode.Parse(File.ReadAllText(Path.Combine(_space["data"], "dataset.json")))!["hash"]!, (string)report["dataset_hash"]!);
        var text = await Run.Of("evaluate", folder, "--split", "valid");
        Assert.StartsWith($"valid split, step 2, {report["precision"]}\n", text.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["valid", .. report.Select(figure => figure.Key).Skip(5).SkipLast(3), "latent_gain", .. report["findings"]!.AsArray().Select(finding => $"{finding!["severity"]}:")],
            text.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Evaluate_tells_the_information_bound_of_a_model_trained_for_it()
    {
        var folder = await _space.TrainAsync("run", "--set", "objective.mutual_information=5");

        var json = await Run.Of("evaluate", folder, "--json");
        var text = await Run.Of("evaluate", folder);

        var bound = (double)JsonNode.Parse(json.Output)!["mi_bound"]!;
        Assert.Contains(
            FormattableString.Invariant($"mi_bound                   {bound:F4} ± "), text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_refuses_a_dataset_of_other_words()
    {
        var folder = await _space.TrainAsync("run");
        await Run.Of("prepare", _space["texts.txt"], "--out", _space["other"], "--max-words", "3");

        var run = await Run.Of("evaluate", folder, "--data", _space["other"]);

        Assert.Equal(
            (3, $"error: The dataset '{_space["other"]}' is not the one the model was trained on: its words would have other ids. Give "
                + "that dataset with --data, or train on this one.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Evaluate_refuses_a_split_without_sentences()
    {
        await Run.Of(
            "prepare", "--train", _space.Write("t.txt", "a b\nb a\n"), "--valid", _space["t.txt"], "--out", _space["data"]);
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("evaluate", folder);

        Assert.Equal(
            (3, "error: This split has no sentence, so there is nothing to measure. Choose another split.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Reconstruct_gives_one_object_a_text_in_order()
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("reconstruct", folder, "the food was good", "bad room", "--beam", "3", "--max-length", "5", "--json");

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal(["the food was good", "bad room"], lines.Select(line => (string)line["text"]!));
        Assert.All(lines, line => Assert.InRange(((string)line["reconstruction"]!).Split(' ').Length, 0, 5));
        Assert.All(lines, line => Assert.True((double)line["log_probability"]! < 0));
    }

    [Fact]
    public async Task Reconstruct_reads_a_file_or_a_split()
    {
        var folder = await _space.TrainAsync("run");
        var file = _space.Write("own.txt", "good food\n\nbad food\n");

        var ofFile = await Run.Of("reconstruct", folder, "--input", file, "--strategy", "greedy");
        var ofSplit = await Run.Of("reconstruct", folder, "--split", "test", "--count", "3");

        Assert.Equal(
            ["good food", "bad food"],
            ofFile.Output.Split('\n').Where(line => line.StartsWith("text", StringComparison.Ordinal)).Select(line => line[16..]));
        Assert.Equal(3, ofSplit.Output.Split('\n').Count(line => line.StartsWith("reconstruction", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reconstruct_needs_an_autoencoder()
    {
        var folder = await _space.TrainAsync("run", "--set", "model.kind=lm");

        var run = await Run.Of("reconstruct", folder, "good food");

        Assert.Equal(
            (2, "error: This model is a language model: it has no latent vector, so it cannot reconstruct. Use a model of kind "
                + "\"vae\"; sampling and scoring work with both.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Sample_is_seeded()
    {
        var folder = await _space.TrainAsync("run");
        async Task<string> Sample(string seed) => (await Run.Of("sample", folder, "--count", "5", "--seed", seed)).Output;

        Assert.Equal(5, (await Sample("1")).Count(c => c == '\n'));
        Assert.Equal(await Sample("1"), await Sample("1"));
        Assert.NotEqual(await Sample("1"), await Sample("2"));
    }

    [Fact]
    public async Task Values_of_options_that_are_not_allowed_are_all_named()
    {
        var folder = await _space.TrainAsync("run");

        var run = await Run.Of("sample", folder, "--temperature", "0", "--max-length", "0");

        Assert.Equal(
            (2, "error: The temperature is 0; it has to be above 0 and at most 100. The maximum length is 0; it has to be between 1 and "
                + "100000 words.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_folder_without_a_model_is_an_error_of_data()
    {
        var run = await Run.Of("evaluate", _space["nothing"]);

        Assert.Equal(
            (3, $"error: There is no folder '{_space["nothing"]}'. Give a run folder that `train` has made, or its 'model' folder.\n"),
            (run.ExitCode, run.Error));
    }
}
