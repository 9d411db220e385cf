using TextVae.Batches;
using TextVae.Models;
using TextVae.Native;
using TextVae.Networks.Kernels;
using TextVae.Objectives;
using TextVae.Tests.Networks.Kernels;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private static readonly DropoutOptions Dropping = new() { Embedding = 0.4, Recurrent = 0.2, Output = 0.4, Encoder = 0.2 };

    private readonly TinyDataset _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(ModelKind.Vae)]
    [InlineData(ModelKind.Lm)]
    public void The_loss_falls(ModelKind kind)
    {
        var records = Train(kind, new TrainingOptions { Batch = 10, Epochs = 30, LearningRate = 0.01 });

        Assert.Equal(30 * 6, records.Length);
        Assert.True(records[^6..].Average(record => record.Loss) < records[..6].Average(record => record.Loss) - 1);
    }

    [Theory]
    [InlineData(ModelKind.Lm, 0, MutualInformationSource.Posterior)]
    [InlineData(ModelKind.Vae, 0, MutualInformationSource.Posterior)]
    [InlineData(ModelKind.Vae, 1, MutualInformationSource.Posterior)]
    [InlineData(ModelKind.Vae, 1, MutualInformationSource.Prior)]
    public void Steps_leave_no_tensors_behind(ModelKind kind, double mutualInformation, MutualInformationSource source)
    {
        var objective = new ObjectiveOptions
        {
            WordDropout = Schedule.Constant(0.3),
            MutualInformation = mutualInformation,
            MutualInformationSource = source,
        };
        var dropping = Tiny.Autoencoder with { Kind = kind, Dropout = Dropping };
        AssertLeavesNoTensors(dropping, objective);
    }

    [Fact]
    public void Nor_do_steps_with_all_remedies_at_once() => AssertLeavesNoTensors(
        Tiny.Autoencoder with { Posterior = PosteriorKind.BatchNorm, HasSkip = true },
        new ObjectiveOptions { FreeBits = 1, BagOfWords = 0.5, Mmd = 10, InputDropout = Schedule.Constant(0.3) });

    private void AssertLeavesNoTensors(ModelOptions architecture, ObjectiveOptions objective)
    {
        using var model = TextModel.Create(objective.ModelFor(architecture), _data.Dataset.Vocabulary.Count, seed: 1);
        using var optimizer = new Adam(model);
        var options = new TrainingOptions { Batch = 7, Steps = 60 };
        var trainer = new Trainer(model, objective, options, _data.Dataset.Train, optimizer);
        var counts = new List<long>();

        // The count is the process's: what other tests have left must not be collected in between.
        Tiny.CountTensors();
        foreach (var record in trainer.Run(0))
        {
            if (record.Step % 20 == 0)
                counts.Add(torch.Tensor.TotalCount);
        }

        Assert.Equal([counts[0], counts[0], counts[0]], counts);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void The_same_seed_gives_the_same_steps_bit_for_bit(Precision precision)
    {
        Assert.SkipWhen(precision == Precision.BFloat16 && !MicroKernel.HasBFloat16, "This processor has no bfloat16 products.");
        using var kernels = Kernels.Fused(VectorPaths.Here[^1].ToString(), precision);
        var options = new TrainingOptions { Batch = 7, Steps = 12 };

        Assert.Equal(
            Train(ModelKind.Vae, options).Select(record => (record.Loss, record.GradientNorm)),
            Train(ModelKind.Vae, options).Select(record => (record.Loss, record.GradientNorm)));
    }

    [Fact]
    public void Batches_of_tokens_have_no_more_of_them()
    {
        var records = Train(ModelKind.Lm, new TrainingOptions { BatchTokens = 40, Epochs = 2 });

        Assert.All(records, record => Assert.InRange(record.Tokens, 1, 40));
        Assert.Equal(2 * _data.Dataset.Info.Train.Tokens, records.Sum(record => record.Tokens));
    }

    [Fact]
    public void A_run_that_is_left_early_reads_no_further()
    {
        using var model = Model(ModelKind.Lm);
        using var optimizer = new Adam(model);
        var data = new TinyDataset();
        var trainer = new Trainer(model, new ObjectiveOptions(), new TrainingOptions { Batch = 5, Steps = 100 }, data.Dataset.Train, optimizer);

        Assert.Equal(3, trainer.Run(0).Take(3).Last().Step);
        data.Dispose();
    }

    [Fact]
    public void A_record_tells_the_terms_their_weights_and_the_counts()
    {
        var objective = new ObjectiveOptions { Kl = new Schedule(ScheduleKind.Linear, 0, 1, 0, 10) };

        var records = Train(ModelKind.Vae, new TrainingOptions { Batch = 16, Steps = 5 }, objective);

        Assert.Equal([1, 2, 3, 4, 5], records.Select(record => record.Step));
        Assert.Equal([1, 1, 1, 1, 2], records.Select(record => record.Epoch));
        Assert.Equal([16, 16, 16, 12], records[..4].Select(record => record.Sentences).OrderDescending());
        Assert.Equal(_data.Dataset.Info.Train.Tokens, records[..4].Sum(record => record.Tokens));
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5], records.Select(record => record.Terms[1].Weight), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.All(records, record => Assert.Equal(
            record.Terms.Sum(term => term.Weight * term.Value), record.Loss, 1e-3));
    }

    [Theory]
    [InlineData(ModelKind.Vae, double.NaN)]
    [InlineData(ModelKind.Vae, double.PositiveInfinity)]
    [InlineData(ModelKind.Lm, double.NaN)]
    [InlineData(ModelKind.Lm, double.NegativeInfinity)]
    [InlineData(ModelKind.Vae, double.NaN, MutualInformationSource.Posterior)]
    [InlineData(ModelKind.Vae, double.NaN, MutualInformationSource.Prior)]
    public void A_step_whose_numbers_are_not_finite_moves_no_parameter_and_no_moment(
        ModelKind kind, double number, MutualInformationSource? source = null)
    {
        var objective = new ObjectiveOptions { MutualInformation = source is null ? 0 : 1, MutualInformationSource = source ?? default };
        using var model = TextModel.Create(
            objective.ModelFor(Tiny.Autoencoder with { Kind = kind }), _data.Dataset.Vocabulary.Count, seed: 1);
        using var optimizer = new Adam(model);
        using var steps = new Trainer(model, objective, new TrainingOptions { Batch = 16, Steps = 6 }, _data.Dataset.Train, optimizer)
            .Run(0).GetEnumerator();
        steps.MoveNext();
        using var poisoned = model.get_parameter("embedding.weight")!.detach();
        using var good = poisoned.clone();
        poisoned.FillInPlace(number);
        var before = Numbers(model, optimizer);

        steps.MoveNext();
        Assert.True(steps.Current.IsSkipped);
        Assert.Equal(before, Numbers(model, optimizer));
        Assert.Equal(1, optimizer.Updates);

        poisoned.copy_(good);
        steps.MoveNext();
        Assert.False(steps.Current.IsSkipped);
        Assert.Equal(2, optimizer.Updates);
        Assert.NotEqual(before, Numbers(model, optimizer));
    }

    [Fact]
    public void A_record_names_the_texts_of_its_batch()
    {
        var records = Train(ModelKind.Lm, new TrainingOptions { Batch = 16, Epochs = 1 });

        Assert.All(records, record => Assert.Equal(record.Sentences, record.Texts.Count));
        Assert.Equal(Enumerable.Range(0, 60), records.SelectMany(record => record.Texts).Order());
    }

    [Fact]
    public void No_step_is_larger_than_the_clipped_gradient_allows()
    {
        using var clipped = Model(ModelKind.Lm);
        using var free = Model(ModelKind.Lm);
        var first = Run(clipped, new TrainingOptions { Batch = 16, Steps = 1, Clip = 1e-12 });
        var second = Run(free, new TrainingOptions { Batch = 16, Steps = 1, Clip = 0 });

        // Adam divides by the gradient's own size, so only ε = 1e-8 lets a tiny gradient show.
        Assert.Equal(first[0].GradientNorm, second[0].GradientNorm);
        Assert.True(Distance(clipped) < Distance(free) / 100);
    }

    [Theory]
    [InlineData(ModelKind.Vae)]
    [InlineData(ModelKind.Lm)]
    public void Features_are_dropped_in_steps_and_nowhere_else(ModelKind kind)
    {
        using var dropping = TextModel.Create(
            Tiny.Autoencoder with { Kind = kind, Dropout = Dropping }, _data.Dataset.Vocabulary.Count, seed: 1);
        using var optimizer = new Adam(dropping);
        var options = new TrainingOptions { Batch = 16, Steps = 3 };
        using var steps = new Trainer(dropping, new ObjectiveOptions(), options, _data.Dataset.Train, optimizer).Run(0).GetEnumerator();
        using var batch = Batch.Of(_data.Dataset.Train, [.. Enumerable.Range(0, 16)]);
        float[] Measured()
        {
            using var quiet = torch.no_grad();
            return Tiny.Floats(dropping.Reconstruction(batch, dropping is VariationalAutoencoder vae ? vae.Encode(batch).Mu : null));
        }

        var without = Train(kind, options);
        while (steps.MoveNext())
        {
            Assert.NotEqual(without[(int)steps.Current.Step - 1].Loss, steps.Current.Loss);
            Assert.Equal(Measured(), Measured());
        }
    }

    private double Distance(TextModel model)
    {
        using var quiet = torch.no_grad();
        using var start = Model(ModelKind.Lm);
        return start.parameters().Zip(model.parameters()).Sum(pair => (pair.First - pair.Second).abs().sum().ToDouble());
    }

    private static float[] Numbers(TextModel model, Adam optimizer) =>
        [.. model.parameters().Select(parameter => (torch.Tensor)parameter).Concat(optimizer.State.Select(state => state.Tensor)).SelectMany(Tiny.Floats)];

    private StepRecord[] Train(ModelKind kind, TrainingOptions options, ObjectiveOptions? objective = null)
    {
        using var model = Model(kind);
        return Run(model, options, objective);
    }

    private StepRecord[] Run(TextModel model, TrainingOptions options, ObjectiveOptions? objective = null)
    {
        using var optimizer = new Adam(model);
        return [.. new Trainer(model, objective ?? new(), options, _data.Dataset.Train, optimizer).Run(0)];
    }

    private TextModel Model(ModelKind kind) =>
        TextModel.Create(Tiny.Autoencoder with { Kind = kind }, _data.Dataset.Vocabulary.Count, seed: 1);
}
