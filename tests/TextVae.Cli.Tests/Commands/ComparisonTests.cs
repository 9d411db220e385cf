using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>Figures with their errors, runs held against each other, and sweeps over the KL weight.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task Figures_are_printed_with_their_errors_and_lists_on_a_line()
    {
        var folder = await _space.TrainAsync("run");

        var text = await Run.Of("evaluate", folder, "--iw", "5", "--information-samples", "3");
        var json = Parse(await Run.Of("evaluate", folder, "--iw", "5", "--information-samples", "3", "--json"));

        var lines = text.Output.Split('\n').TakeWhile(line => line.Length > 0).ToDictionary(line => line.Split(' ')[0], StringComparer.Ordinal);
        Assert.Equal(Line("nll_bound", $"{Shown(json["nll_bound"])} ± {Shown(json["standard_errors"]!["nll_bound"])}"), lines["nll_bound"]);
        Assert.Equal(Line("active_units", "0"), lines["active_units"]);
        var curve = json["iw_curve"]!.AsArray();
        Assert.Equal([1, 2, 4, 5], curve.Select(point => (int)point!["k"]!));
        Assert.Equal(
            Line("iw_curve", string.Join(", ", curve.Select(point => $"{point!["k"]}: {Shown(point["nll_iw"])}"))), lines["iw_curve"]);
        double[] kl = [.. json["kl_per_dimension"]!.AsArray().Select(value => (double)value!)];
        Assert.Equal(3, kl.Length);
        var largest = string.Join(", ", kl.OrderDescending().Select(value => FormattableString.Invariant($"{value:F3}")));
        Assert.Equal(
            Line("kl_per_dimension", $"{kl.Count(value => value > 0.01)} of 3 above 0.01; the largest: {largest}"), lines["kl_per_dimension"]);
        Assert.DoesNotContain("standard_errors", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_held_against_another_one_sentence_by_sentence()
    {
        var (one, other) = (await _space.TrainAsync("one"), await _space.TrainAsync("other", "--seed", "2"));

        var run = Parse(await Run.Of("evaluate", one, "--against", other, "--json"));
        var alone = Parse(await Run.Of("evaluate", other, "--json"));
        var text = await Run.Of("evaluate", one, "--against", other);

        Assert.Equal(other, (string)run["against"]!["run"]!);
        var bound = run["against"]!["differences"]!.AsArray().Single(row => (string)row!["figure"]! == "nll_bound")!;
        Assert.Equal(
            ["figure", "value", "against", "difference", "standard_error", "low", "high"], bound.AsObject().Select(member => member.Key));
        Assert.Equal((double)run["nll_bound"]!, (double)bound["value"]!, 1e-9);
        Assert.Equal((double)alone["nll_bound"]!, (double)bound["against"]!, 1e-9);
        Assert.Equal((double)bound["value"]! - (double)bound["against"]!, (double)bound["difference"]!, 1e-9);
        Assert.Contains("figure                          this       other   difference    ± error   95 % interval\n", text.Output, StringComparison.Ordinal);
        Assert.Contains(
            FormattableString.Invariant($"{(double)bound["low"]!:F4} to {(double)bound["high"]!:F4}\n"), text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sentences_that_were_trained_on_are_told_apart()
    {
        var train = _space.Write("train.txt", "good food\nbad food\nthe staff was bad\n");
        var test = _space.Write("test.txt", "the food\nbad food\nthe staff was good\nbad food\n");
        Assert.Equal(0, (await Run.Of("prepare", "--train", train, "--valid", train, "--test", test, "--out", _space["data"], "--coverage", "1")).ExitCode);
        var (one, other) = (await _space.TrainAsync("one"), await _space.TrainAsync("other", "--seed", "2"));

        var json = Parse(await Run.Of("evaluate", one, "--against", other, "--unseen", "--json"));
        var text = await Run.Of("evaluate", one, "--against", other, "--unseen");
        var refused = await Run.Of("evaluate", one, "--unseen", "--split", "train");

        var unseen = json["unseen"]!;
        Assert.Equal((4, 2, 2), ((int)json["sentences"]!, (int)json["seen_sentences"]!, (int)unseen["sentences"]!));
        var bound = json["against"]!["unseen_differences"]!.AsArray().Single(row => (string)row!["figure"]! == "nll_bound")!;
        Assert.Equal((double)unseen["nll_bound"]!, (double)bound["value"]!, 1e-9);
        Assert.NotEqual((double)json["nll_bound"]!, (double)bound["value"]!);
        Assert.Contains("\nOf the others alone\n", text.Output, StringComparison.Ordinal);
        Assert.Contains("\nDifference of this run, of the sentences that are new to both, from ", text.Output, StringComparison.Ordinal);
        Assert.Equal(
            (2, "error: --unseen asks which sentences do not stand in the training split, and --split is that. Choose another one.\n"),
            (refused.ExitCode, refused.Error));
    }

    [Fact]
    public async Task What_is_measured_when_it_is_stopped_is_printed()
    {
        var folder = await _space.TrainAsync("run");
        using var source = new CancellationTokenSource();
        var (output, error) = (new StringWriter(), new Stopping(source));

        var code = await CommandLine.RunAsync(["evaluate", folder, "--beta-sweep", folder, "--probe"], output, error, source.Token);

        Assert.Equal(130, code);
        Assert.Contains("nll_bound", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("bag of words", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("interrupted\n", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_given_labels_is_not_held_against_one_that_is_not()
    {
        await _space.PrepareLabelledAsync();
        var (told, untold) = (await _space.TrainAsync("told", "--set", "model.label_embedding=2"), await _space.TrainAsync("untold"));

        var refused = new[]
        {
            await Run.Of("evaluate", told, "--against", untold), await Run.Of("evaluate", untold, "--against", told),
        };
        var report = Parse(await Run.Of("report", told, untold, "--out", _space["report"], "--json"));

        Assert.All(refused, run => Assert.Equal(
            (2, $"error: '{told}' is given the label of each text (model.label_embedding) and '{untold}' is not: one says ln p(x|y) and the "
                + "other ln p(x), and their difference would count what the label tells. Compare runs that both read labels, or neither.\n"),
            (run.ExitCode, run.Error)));
        Assert.Empty(report["differences"]!.AsArray());
    }

    [Fact]
    public async Task Runs_of_different_datasets_are_not_compared()
    {
        var one = await _space.TrainAsync("one");
        using var elsewhere = new Workspace();
        await elsewhere.PrepareLabelledAsync();
        var other = await elsewhere.TrainAsync("other");

        var run = await Run.Of("evaluate", one, "--against", other);
        var sweep = await Run.Of("evaluate", one, "--beta-sweep", other);

        Assert.Equal(
            (3, $"error: '{other}' was trained on another dataset than '{one}': a token is not the same in both, so their figures cannot be "
                + "compared. Train both on one dataset folder.\n"),
            (run.ExitCode, run.Error));
        Assert.Equal(
            (3, $"error: '{other}' was trained on another dataset than '{one}', so their points lie on no common curve. Train both on one "
                + "dataset folder.\n"),
            (sweep.ExitCode, sweep.Error));
    }

    [Fact]
    public async Task A_sweep_over_the_KL_weight_is_a_table_by_rate_and_a_figure()
    {
        var one = await _space.TrainAsync("one");
        var free = await _space.TrainAsync("free", "--set", "objective.kl=0", "--set", "training.learning_rate=0.1");
        var strict = await _space.TrainAsync("strict", "--set", "objective.kl=4", "--set", "training.learning_rate=0.1");
        var weak = await _space.TrainAsync("weak", "--set", "objective.kl=0.5", "--seed", "3", "--set", "training.learning_rate=0.1");

        var run = await Run.Of("evaluate", free, "--beta-sweep", strict, weak, free, "--json");
        var text = await Run.Of("evaluate", free, "--beta-sweep", strict, weak);
        var refused = await Run.Of("evaluate", one, "--beta-sweep", strict);

        var points = Parse(run)["beta_sweep"]!.AsArray();
        Assert.Equal([0, 0.5, 4], points.Select(point => (double)point!["beta"]!).Order());
        Assert.Equal(points.Select(point => (double)point!["rate"]!).Order(), points.Select(point => (double)point!["rate"]!));
        Assert.Equal(
            ["run", "beta", "rate", "rate_se", "distortion", "distortion_se", "nll_bound", "mutual_information", "active_units"],
            points[0]!.AsObject().Select(member => member.Key));
        var own = points.Single(point => (string)point!["run"]! == free)!;
        Assert.Equal((double)Parse(run)["kl"]!, (double)own["rate"]!);
        Assert.Equal((double)own["nll_bound"]!, (double)own["rate"]! + (double)own["distortion"]!, 1e-9);
        var figure = Path.Combine(free, "figures", "rate-distortion.png");
        Assert.Equal($"The figure is {figure}\n", run.Error);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(figure)[..4]);
        Assert.Equal(
            points.Select(point => (string)point!["run"]!),
            text.Output.Split('\n').SkipWhile(line => !line.EndsWith("  run", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Length > 0)
                .Select(line => line.Split("  ")[^1]));
        Assert.Equal(
            (2, $"error: '{strict}' differs from '{one}' in more than the KL weight: training.learning_rate is 0.001 there and 0.1 here. "
                + "Sweep over runs of one recipe with several values of objective.kl.\n"),
            (refused.ExitCode, refused.Error));
    }

    [Fact]
    public async Task A_sweep_needs_autoencoders_in_run_folders()
    {
        var one = await _space.TrainAsync("one");
        var language = await _space.TrainAsync("language", "--set", "model.kind=lm");
        var model = Path.Combine(one, "model");

        var ofLanguage = await Run.Of("evaluate", one, "--beta-sweep", language);
        var ofFolder = await Run.Of("evaluate", one, "--beta-sweep", model);

        Assert.Equal(
            (2, $"error: '{language}' is of a language model: it has no KL term. Sweep over models of kind \"vae\".\n"),
            (ofLanguage.ExitCode, ofLanguage.Error));
        Assert.Equal(
            (3, $"error: '{model}' is no run folder, so nothing says with which KL weight its model was trained. Give the folder that "
                + "`train` has made.\n"),
            (ofFolder.ExitCode, ofFolder.Error));
    }

    private static JsonNode Parse(Run run)
    {
        Assert.Equal(0, run.ExitCode);
        return JsonNode.Parse(run.Output)!;
    }

    private static string Line(string name, string value) => $"{name,-27}{value}";

    private static string Shown(JsonNode? figure) => FormattableString.Invariant($"{(double)figure!:F4}");

    /// <summary>Stops a command as soon as it says something.</summary>
    private sealed class Stopping(CancellationTokenSource source) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            source.Cancel();
            base.WriteLine(value);
        }
    }
}
