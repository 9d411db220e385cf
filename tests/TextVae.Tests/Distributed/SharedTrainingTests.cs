using TextVae.Models;
using TextVae.Networks;
using TextVae.Objectives;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Tests.Distributed;

public sealed class SharedTrainingTests : IDisposable
{
    private static readonly DropoutOptions Dropping = new() { Embedding = 0.4, Layer = 0.3, Recurrent = 0.2, Output = 0.4, Encoder = 0.2 };

    // Plain descent: Adam makes steps of one size even of gradients that are nothing but rounding.
    private static readonly TrainingOptions Standard = new()
    {
        Batch = 7,
        Steps = 10,
        Optimizer = OptimizerKind.Sgd,
        LearningRate = 0.1,
    };

    private static readonly Dictionary<string, (ModelOptions Model, ObjectiveOptions Objective, TrainingOptions Training)> Cases = new()
    {
        ["language model"] = (Tiny.Language, new(), Standard),
        ["hidden words"] = (
            Tiny.Autoencoder, new() { WordDropout = Schedule.Constant(0.4), InputDropout = Schedule.Constant(0.3) }, Standard),
        ["adam"] = (Tiny.Autoencoder, new(), Standard with { Optimizer = OptimizerKind.Adam, LearningRate = 0.001 }),
        ["free bits of dimensions"] = (Tiny.Autoencoder, new() { FreeBits = 0.3 }, Standard),
        ["free bits in total"] = (Tiny.Autoencoder, new() { FreeBits = 1, FreeBitsPer = FreeBitsPer.Total }, Standard),
        ["target"] = (Tiny.Autoencoder, new() { TargetKl = 2 }, Standard),
        ["a learnt prior"] = (
            Tiny.Autoencoder with { Prior = PriorKind.Learned },
            new() { FreeBits = 0.3, Mmd = 5, MutualInformation = 1, MutualInformationSource = MutualInformationSource.Prior }, Standard),
        ["several samples"] = (
            Tiny.Autoencoder with { Dropout = Dropping }, new() { Samples = 3, FreeBits = 0.3, BagOfWords = 0.5 }, Standard),
        ["bag of words"] = (Tiny.Autoencoder, new() { BagOfWords = 0.5 }, Standard),
        ["label"] = (Tiny.Autoencoder, new() { Label = 3 }, Standard),
        ["mmd"] = (Tiny.Autoencoder, new() { Mmd = 10 }, Standard),
        ["information"] = (Tiny.Autoencoder, new() { MutualInformation = 1 }, Standard),
        ["information of drawn texts"] = (
            Tiny.Autoencoder with { Dropout = Dropping },
            new() { MutualInformation = 1, MutualInformationSource = MutualInformationSource.Prior }, Standard),
        ["normalised means"] = (Tiny.Autoencoder with { Posterior = PosteriorKind.BatchNorm }, new(), Standard),
        ["normalised means and mmd"] = (
            Tiny.Autoencoder with { Posterior = PosteriorKind.BatchNorm }, new() { Mmd = 5, FreeBits = 0.5 }, Standard),
        ["committed rate"] = (Tiny.Autoencoder with { Posterior = PosteriorKind.Delta }, new(), Standard),
        ["dropout"] = (Tiny.Autoencoder with { Dropout = Dropping, Layers = 2 }, new(), Standard),
        ["transformers"] = (
            Tiny.Autoencoder with { Dropout = Dropping with { Recurrent = 0 }, Encoder = EncoderKind.Transformer, Decoder = DecoderKind.Transformer },
            new(), Standard),
        ["attention and skip"] = (
            Tiny.Autoencoder with { Summary = SummaryKind.Attention, HasSkip = true, IsTied = true, Cell = CellKind.Lstm }, new(), Standard),
        ["batches of tokens"] = (Tiny.Autoencoder, new(), Standard with { BatchTokens = 12 }),
        ["fewer sentences than ranks"] = (
            Tiny.Autoencoder with { Posterior = PosteriorKind.BatchNorm, Dropout = Dropping },
            new() { Mmd = 5, FreeBits = 0.5, BagOfWords = 0.5, WordDropout = Schedule.Constant(0.3) }, Standard with { Batch = 2 }),
        ["aggressive"] = (Tiny.Autoencoder, new(), Standard with { IsAggressive = true, Steps = 40 }),
        ["average and momentum"] = (Tiny.Autoencoder, new(), Standard with { Average = 0.9, Momentum = 0.5, Clip = 0.5 }),
    };

    private readonly TinyDataset _data = new(labels: ["good", null, "bad"]);

    public static TheoryData<string, int> NamesAndCounts
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in Cases.Keys)
            {
                data.Add(name, 2);
                data.Add(name, 3);
            }

            return data;
        }
    }

    public void Dispose() => _data.Dispose();

    [Theory]
    [MemberData(nameof(NamesAndCounts))]
    public void Ranks_train_the_model_that_one_process_trains(string name, int count)
    {
        var (alone, ranks) = (Train(name, 1)[0], Train(name, count));

        // The same in all ranks, to the last bit.
        Assert.All(ranks, rank => Assert.Equal(ranks[0].Parameters, rank.Parameters));
        Assert.All(ranks, rank => Assert.Equal(ranks[0].Steps.Select(Figures), rank.Steps.Select(Figures)));
        // And that of one process, but for the order of sums.
        Assert.Equal(alone.Steps.Select(Facts), ranks[0].Steps.Select(Facts));
        foreach (var (expected, step) in alone.Steps.Zip(ranks[0].Steps))
        {
            foreach (var (own, other) in Figures(expected).Zip(Figures(step)))
                Assert.Equal(own, other, 1e-4 * (1 + Math.Abs(own)));
        }

        foreach (var (own, other) in alone.Parameters.Zip(ranks[0].Parameters))
            Assert.Equal(own, other, 2e-4f * (1 + Math.Abs(own)));
    }

    [Fact]
    public void Steps_of_ranks_leave_no_tensors_behind()
    {
        // What the last function of a thread has given to autograd stays with the thread, however many steps there were.
        Assert.Equal(LeftBehind(steps: 4), LeftBehind(steps: 12));

        long LeftBehind(int steps)
        {
            var before = Tiny.CountTensors();
            Train("fewer sentences than ranks", 3, steps);
            return Tiny.CountTensors() - before;
        }
    }

    private static (string, long, int, long, MovedPart, string) Facts(StepRecord step) => (
        string.Join(' ', step.Terms.Select(term => term.Name)), step.Step, step.Sentences, step.Tokens, step.Moved, string.Join(' ', step.Texts));

    private static double[] Figures(StepRecord step) =>
        [step.Loss, step.GradientNorm, .. step.Terms.Select(term => term.Value), .. step.Terms.Select(term => term.Weight)];

    private (StepRecord[] Steps, float[] Parameters)[] Train(string name, int count, int? steps = null)
    {
        var (architecture, objective, options) = Cases[name];
        options = options with { Steps = steps ?? options.Steps };
        return ThreadRanks.Run(count, ranks =>
        {
            TextModel model;
            // Parameters come from the one generator of the process.
            lock (Cases)
                model = TextModel.Create(objective.ModelFor(architecture), _data.Dataset.Vocabulary.Count, seed: 5, _data.Dataset.Labels.Count);
            ranks.Wait();
            using (model)
            {
                using var optimizer = Optimizer.For(model, options);
                using var scope = torch.NewDisposeScope();
                var trainer = new Trainer(model, objective, options, _data.Dataset.Train, optimizer, ranks);
                StepRecord[] records = [.. trainer.Run(0)];
                return (records, (float[])[.. model.state_dict().OrderBy(of => of.Key, StringComparer.Ordinal).SelectMany(of => Tiny.Floats(of.Value))]);
            }
        });
    }
}
