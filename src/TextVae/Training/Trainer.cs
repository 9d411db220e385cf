using System.Diagnostics;
using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Distributed;
using TextVae.Models;
using TextVae.Native;
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
    private readonly TextModel _model;
    private readonly Objective _objective;
    private readonly Optimizer _optimizer;
    private readonly TrainingOptions _options;
    private readonly TokenStore _split;
    private readonly BatchPlan _plan;
    private readonly Ranks _ranks;
    private readonly GradientSum? _gradientSum;

    /// <summary>Prepares to train a model on a split.</summary>
    /// <inheritdoc cref="Trainer(TextModel, Objective, TrainingOptions, TokenStore, Optimizer, Ranks?)"/>
    /// <exception cref="ArgumentException">The objective has a term that this model cannot have.</exception>
    public Trainer(
        TextModel model, ObjectiveOptions objective, TrainingOptions options, TokenStore split, Optimizer optimizer, Ranks? ranks = null)
        : this(model, Objective.For(model, objective), options, split, optimizer, ranks)
    {
    }

    /// <summary>Prepares to train a model on a split, by any objective.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="objective">What is minimised. Its terms are computed inside of a dispose scope, with the randomness of the step.</param>
    /// <param name="options">Batches, steps and learning rate.</param>
    /// <param name="split">The sentences.</param>
    /// <param name="optimizer">What moves the model's parameters.</param>
    /// <param name="ranks">Processes that share every batch, each with the same model and the same of all else; null for one.</param>
    /// <exception cref="RecipeException">An option has a value that is not allowed; every such one is named.</exception>
    /// <exception cref="DataException">The split has no sentence.</exception>
    public Trainer(
        TextModel model, Objective objective, TrainingOptions options, TokenStore split, Optimizer optimizer, Ranks? ranks = null)
    {
        RecipeException.ThrowIfAny(options.Problems());
        if (split.Count == 0)
            throw new DataException("This split has no sentence, so there is nothing to learn from. Train on another one.");
        _ranks = ranks ?? Ranks.Single;
        _gradientSum = _ranks.AreMany ? new GradientSum(_ranks) : null;
        _model = model;
        _objective = objective;
        _optimizer = optimizer;
        _options = options;
        _split = split;
        _plan = Plan(options, split);
        LastStep = options.LastStep(_plan.BatchesPerEpoch);
        Rounds = options.IsAggressive ? new EncoderRounds() : null;
    }

    /// <summary>The batches of a training with these options on a split.</summary>
    public static BatchPlan Plan(TrainingOptions options, TokenStore split)
    {
        var lengths = new int[split.Count];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = split.LengthOf(i);
        return options.BatchTokens > 0
            ? BatchPlan.OfTokens(lengths, options.BatchTokens, options.Seed)
            : new BatchPlan(lengths, options.Batch, options.Seed, options.ShuffleBlock);
    }

    /// <summary>The number of the last step.</summary>
    public long LastStep { get; }

    /// <summary>Steps in a pass over the data.</summary>
    public int StepsPerEpoch => _plan.BatchesPerEpoch;

    /// <summary>What the learning rate is multiplied with from the next step on.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>
    /// Where the aggressive training of the encoder stands; null without it. It changes after each step, and whoever evaluates
    /// tells it the mutual information.
    /// </summary>
    public EncoderRounds? Rounds { get; set; }

    /// <inheritdoc cref="Objective.KlWeight"/>
    public double? KlWeight
    {
        get => _objective.KlWeight;
        set => _objective.KlWeight = value;
    }

    /// <summary>Trains from the step after <paramref name="done"/> to the last, one record a step.</summary>
    public IEnumerable<StepRecord> Run(long done)
    {
        using var sum = _gradientSum;
        using var batches = BatchReader.Read(_split, _plan, done + 1, LastStep, _ranks).GetEnumerator();
        while (true)
        {
            var watch = Stopwatch.StartNew();
            if (!batches.MoveNext())
                yield break;
            yield return Step(batches.Current, watch);
            FreedMemory.Bound();
        }
    }

    private StepRecord Step(ReadBatch read, Stopwatch watch)
    {
        using var scope = torch.NewDisposeScope();
        using var noise = StepNoise.Begin(RandomStream.SeedOf(_options.Seed, read.Step), read.Share);
        using var batch = Batch.Of(read.Words, read.Sentences, read.Labels, read.Share);
        foreach (var parameter in _optimizer.Parameters)
            parameter.grad = null;
        var moved = Rounds?.Next ?? MovedPart.All;
        using var early = moved == MovedPart.All ? _gradientSum?.Listen(_optimizer.Parameters) : null;
        var statistics = _model.buffers().Select(buffer => (Buffer: buffer, Before: buffer.clone())).ToArray();
        var (terms, loss) = Forward(batch, read.Step);
        using (StepClock.Measure(StepPart.Backward))
            loss.backward();
        LeaveOut(moved);
        var sumSeconds = _gradientSum?.Make(_optimizer.Parameters);
        var (total, values) = Numbers(terms, loss);
        var rate = RateFactor * LearningRate.At(_options, read.Step, LastStep);
        var norm = Update(total, rate);
        if (double.IsFinite(total) && double.IsFinite(norm))
        {
            _objective.Moved(values);
            Rounds = Rounds?.After(total, read.Share.Size, read.Share.Tokens);
        }
        else
        {
            Restore(statistics);
        }

        var records = terms.Terms.Zip(values, (term, value) => new TermRecord(term.Name, value.Value, term.Weight)).ToArray();
        return new StepRecord(
            read.Step, read.Epoch + 1, records, total, norm, read.Share.Size, read.Share.Tokens, watch.Elapsed.TotalSeconds)
        {
            Texts = read.All,
            Moved = moved,
            LearningRate = rate,
            SumSeconds = sumSeconds,
        };
    }

    /// <summary>
    /// The terms and their weighted sum, with dropout. What lies between is left to the gradient, which frees it as it goes.
    /// </summary>
    private (LossTerms Terms, torch.Tensor Loss) Forward(Batch batch, long step)
    {
        using var scope = torch.NewDisposeScope();
        _model.train();
        try
        {
            var terms = _objective.Terms(batch, step);
            foreach (var term in terms.Terms)
                term.Value.MoveToOuterDisposeScope();
            return (terms, terms.Total().MoveToOuterDisposeScope());
        }
        finally
        {
            // Whatever else the model is asked between two steps, it answers whole.
            _model.eval();
        }
    }

    /// <summary>The loss and the terms of the whole batch, the sums of what the ranks have of them.</summary>
    private (double Loss, (string Name, double Value)[] Terms) Numbers(LossTerms terms, torch.Tensor loss)
    {
        double[] numbers = [loss.ToDouble(), .. terms.Terms.Select(term => term.Value.ToDouble())];
        _ranks.Sum(numbers.AsSpan());
        return (numbers[0], [.. terms.Terms.Zip(numbers.Skip(1), (term, value) => (term.Name, value))]);
    }

    // The optimiser moves what has a gradient.
    private void LeaveOut(MovedPart moved)
    {
        if (moved == MovedPart.All)
            return;
        foreach (var (name, parameter) in _model.named_parameters())
        {
            if (EncoderPart.Has(name) != (moved == MovedPart.Encoder))
                parameter.grad = null;
        }
    }

    // What a step that moves nothing has seen must not be remembered either.
    private static void Restore((torch.Tensor Buffer, torch.Tensor Before)[] statistics)
    {
        foreach (var (buffer, before) in statistics)
            buffer.copy_(before);
    }

    /// <summary>
    /// Clips and moves the parameters, unless the loss or the gradient is not finite: one such update would spoil
    /// parameters and moments for good. Returns the gradient's norm before clipping.
    /// </summary>
    private double Update(double loss, double rate)
    {
        using var lap = StepClock.Measure(StepPart.Optimizer);
        var norm = Gradients.Norm(_optimizer.Parameters);
        if (double.IsFinite(loss) && double.IsFinite(norm))
            _optimizer.Step(rate, Gradients.ClipFactor(norm, _options.Clip));
        return norm;
    }
}
