using TextVae.Evaluation.Diagnosis;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class ModelExaminationTests : IDisposable
{
    // Nothing can be worth a thousand times its nats.
    private static readonly string[] Collapsing = ["objective.kl=1000.0", "training.steps=120", "training.evaluate_every=20"];

    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_collapse_is_told_once_during_training_and_again_at_its_end_and_in_the_card()
    {
        using var run = _runs.Start("run", Collapsing);

        RunEvent[] events = [.. run.Execute(TestContext.Current.CancellationToken)];

        var told = Assert.Single(events.OfType<Evaluated>(), evaluated => evaluated.Collapse is not null);
        Assert.True(told.Step > 20);
        Assert.StartsWith("The vector says nothing of its text", told.Collapse!.Explanation, StringComparison.Ordinal);
        var finished = Assert.IsType<RunFinished>(events[^1]);
        Assert.Equal(Ailment.PosteriorCollapse, finished.Findings[0].Name);
        var card = File.ReadAllText(Path.Combine(_runs["run"].Model, "MODEL_CARD.md"));
        Assert.Contains($"## Findings\n\n- **posterior collapse** (serious). {finished.Findings[0].Explanation}\n", card, StringComparison.Ordinal);
        Assert.Contains("## Limits", card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resumed_run_does_not_tell_a_collapse_again_and_ends_with_the_same_findings()
    {
        var whole = _runs.Train("whole", Collapsing);
        TinyRuns.Kill(_runs.Start("run", Collapsing), happening => happening is Evaluated { Collapse: not null });

        var events = _runs.Finish("run");

        Assert.All(events.OfType<Evaluated>().Where(evaluated => evaluated.Step > 60), evaluated => Assert.Null(evaluated.Collapse));
        Assert.Equal(RunContent.Of(whole.Path), RunContent.Of(_runs["run"].Path));
    }

    [Fact]
    public void What_a_person_has_added_to_a_card_stays_when_findings_are_told()
    {
        const string Card = "# Model card\n\nMine.\n\n## Findings\n\nold\n\n## Limits\n\nMine too.\n";

        Assert.Equal(
            "# Model card\n\nMine.\n\n## Findings\n\nNothing that is commonly wrong with such models was found.\n\n## Limits\n\nMine too.\n",
            ModelCard.WithFindings(Card, []));
        Assert.Equal("No such heading.", ModelCard.WithFindings("No such heading.", []));
    }

    [Fact]
    public void A_language_model_has_nothing_to_examine()
    {
        var folder = _runs.Train("lm", "model.kind=lm");
        using var model = TrainedModel.Load(folder.Path);

        var examined = ModelExamination.Of(
            model, _runs.Data.Dataset.Valid, folder, cancellation: TestContext.Current.CancellationToken);

        Assert.Null(examined.Use);
        Assert.Empty(examined.Findings);
    }

    [Fact]
    public void In_pieces_it_finds_what_it_finds_at_once()
    {
        var folder = _runs.Train("run", "training.steps=4");
        using var model = TrainedModel.Load(folder.Path);
        var split = _runs.Data.Dataset.Train;

        ModelExamination?[] pieces = [.. ModelExamination.InPieces(model, split, folder)];

        Assert.InRange(pieces.Length, 3, int.MaxValue);
        Assert.All(pieces[..^1], Assert.Null);
        var whole = ModelExamination.Of(model, split, folder, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(whole.Use!.Gain, pieces[^1]!.Use!.Gain);
        Assert.Equal(whole.Findings.Select(finding => finding.Explanation), pieces[^1]!.Findings.Select(finding => finding.Explanation));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => ModelExamination.Of(model, split, folder, cancellation: stopped.Token));
    }

    [Fact]
    public void A_history_has_the_numbers_of_every_whole_line_and_a_null_is_no_number()
    {
        var folder = _runs.Train("run");
        File.AppendAllText(folder.Metrics, "{\"kind\":\"valid\",\"step\":24,\"kl\":null,\"nll_bound\":3}\n{\"kind\":\"train\",\"st");

        var history = MetricsHistory.Read(folder);

        Assert.Equal(Enumerable.Range(1, 20).Select(step => (long)step), history.Steps.Select(point => point.Step));
        Assert.Equal([4, 8, 12, 16, 20, 24], history.Evaluations.Select(point => point.Step));
        Assert.Equal((double.NaN, 3), (history.Evaluations[^1]["kl"], history.Evaluations[^1]["nll_bound"]));
    }
}
