using System.Diagnostics;
using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Objectives;
using TorchSharp;

namespace TextVae.Training;

/// <summary>
/// The loop: batch, terms, gradient, clip, update. It yields a record a step and knows nothing of files or screens.
/// Every step seeds its randomness from (run seed, step), and the batches are a function of (run seed, epoch), so a
/// trainer that starts at step n + 1 from the parameters and moments of step n does just what the first one would
/// have done.
/// </summary>
public sealed class Trainer
{
    private readonly Objective _objective;
    private readonly Adam _optimizer;
    private readonly TrainingOptions _options;
    private readonly TokenStore _split;
    private readonly BatchPlan _plan;

    /// <summary>Prepares to train a model on a split.</summary>
    public Trainer(TextModel model, ObjectiveOptions objective, TrainingOptions options, TokenStore split, Adam optimizer)
    {
        _objective = Objective.For(model, objective);
        _optimizer = optimizer;
        _options = options;
        _split = split;
        var lengths = new int[split.Count];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = split.LengthOf(i);
        _plan = new BatchPlan(lengths, options.Batch, options.Seed);
        LastStep = options.LastStep(_plan.BatchesPerEpoch);
    }

    /// <summary>The number of the last step.</summary>
    public long LastStep { get; }

    /// <summary>Steps in a pass over the data.</summary>
    public int StepsPerEpoch => _plan.BatchesPerEpoch;

    /// <summary>Trains from the step after <paramref name="done"/> to the last, one record a step.</summary>
    public IEnumerable<StepRecord> Run(long done)
    {
        var epoch = -1;
        int[][] batches = [];
        for (var step = done + 1; step <= LastStep; step++)
        {
            var wanted = (int)((step - 1) / StepsPerEpoch);
            if (wanted != epoch)
                batches = _plan.Epoch(epoch = wanted);
            yield return Step(step, epoch + 1, batches[(step - 1) % StepsPerEpoch]);
        }
    }

    private StepRecord Step(long step, int epoch, int[] sentences)
    {
        var watch = Stopwatch.StartNew();
        using var scope = torch.NewDisposeScope();
        torch.random.manual_seed(RandomStream.SeedOf(_options.Seed, step));
        using var batch = Batch.Of(_split, sentences);
        foreach (var parameter in _optimizer.Parameters)
            parameter.grad = null;
        var terms = _objective.Terms(batch, step);
        var loss = terms.Total();
        loss.backward();
        var norm = Gradients.Norm(_optimizer.Parameters);
        _optimizer.Step(_options.LearningRate, Gradients.ClipFactor(norm, _options.Clip));
        var records = terms.Terms.Select(term => new TermRecord(term.Name, term.Value.ToDouble(), term.Weight)).ToArray();
        return new StepRecord(
            step, epoch, records, loss.ToDouble(), norm, batch.Size, batch.Tokens, watch.Elapsed.TotalSeconds);
    }
}
