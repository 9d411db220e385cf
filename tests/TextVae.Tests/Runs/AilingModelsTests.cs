using TextVae.Evaluation.Diagnosis;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

/// <summary>The doctor before small trained models that really are as he says, whatever their seed.</summary>
public sealed class AilingModelsTests
{
    private static readonly string[] Small =
        ["model.embedding=8", "model.hidden=24", "training.batch=32", "training.steps=300", "training.evaluate_every=300", "training.learning_rate=0.01"];

    [Fact]
    public void A_weight_that_costs_next_to_nothing_leaves_the_vectors_far_from_the_prior() =>
        Assert.Contains(Ailment.FarFromPrior, Ailments(trained: 400, "objective.kl=0.001"));

    [Fact]
    public void Posteriors_that_no_weight_has_pulled_in_are_wider_than_the_prior() => Assert.Contains(
        Ailment.OverdispersedPosterior,
        Ailments(trained: 400, "objective.kl=0.0", "model.latent=8", "training.steps=4", "training.evaluate_every=4"));

    [Fact]
    public void Texts_that_are_soon_known_by_heart_leave_the_first_evaluation_the_best() => Assert.Contains(
        Ailment.BestAtFirstEvaluation,
        Ailments(trained: 8, "training.evaluate_every=30", "training.learning_rate=0.02"));

    private static IEnumerable<Ailment> Ailments(int trained, params string[] settings)
    {
        // No word tells of another one, so z is of use in every place.
        using var runs = new TinyRuns(new TinyDataset(
            random => string.Join(' ', new[] { "ab", "cd", "ef", "gh" }.Select(pair => pair[random.Next(2)])), (trained, 200, 10)));
        var folder = runs.Train("run", [.. Small, .. settings]);
        using var model = TrainedModel.Load(folder.Path);
        var examined = ModelExamination.Of(model, runs.Data.Dataset.Valid, folder, cancellation: TestContext.Current.CancellationToken);
        return examined.Findings.Select(finding => finding.Name);
    }
}
