// An objective of one's own, in twenty lines: DecorrelatedObjective.cs.
//
//     dotnet run -c Release --project samples/CustomObjective
//
// Two models are trained on the same reviews, one without the new term and one with it. The term is to make the dimensions of z
// say different things, so what is measured is how much they vary together.
using TextVae.Batches;
using TextVae.Corpus.Synthetic;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Runs;
using TextVae.Samples;
using TextVae.Training;
using TorchSharp;

var folder = SmallModel.FolderOf(args);
using var dataset = SmallModel.Prepare(folder, [.. SyntheticReviews.Generate(2_000, seed: 1).Select(review => review.Text)]);

foreach (var weight in new[] { 0.0, 10.0 })
{
    using var model = (VariationalAutoencoder)TextModel.Create(SmallModel.Architecture, dataset.Vocabulary.Count, seed: 1);
    var options = new TrainingOptions { Batch = 64, Steps = 150, LearningRate = 0.005 };
    using var optimizer = Optimizer.For(model, options);
    var trainer = new Trainer(model, new DecorrelatedObjective(model, weight), options, dataset.Train, optimizer);
    foreach (var step in trainer.Run(done: 0).Where(step => step.Step % 50 == 0))
        Console.WriteLine($"  step {step.Step}: {string.Join(", ", step.Terms.Select(term => FormattableString.Invariant($"{term.Name} {term.Value:F3}")))}");

    var report = new Evaluator(model, new EvaluationOptions { Samples = 1 }).Evaluate(dataset.Valid);
    Console.WriteLine(FormattableString.Invariant(
        $"Weight {weight}: bound {report.NllBound:F2}, KL {report.Kl:F2}, covariance between dimensions {Covariance(model):F4}"));
    // A model folder, for TextVaeModel.Load, `textvae` and all else that takes one.
    TrainedModel.Save(Path.Combine(folder, FormattableString.Invariant($"model-{weight}")), model, dataset, trainer.LastStep, report);
}

double Covariance(VariationalAutoencoder model)
{
    using var scope = torch.NewDisposeScope();
    using var quiet = torch.no_grad();
    using var batch = Batch.Of(dataset.Valid, [.. Enumerable.Range(0, dataset.Valid.Count)]);
    return DecorrelatedObjective.OffDiagonal(model.Encode(batch).Mu).item<float>();
}
