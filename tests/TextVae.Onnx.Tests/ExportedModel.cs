using TextVae.Batches;
using TextVae.Exporting;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Runs;
using TextVae.Tests;
using TorchSharp;

namespace TextVae.Onnx.Tests;

/// <summary>A tiny model with random parameters, saved, exported and loaded twice: by libtorch and by ONNX Runtime.</summary>
internal sealed class ExportedModel : IDisposable
{
    private readonly TinyDataset _data;
    private readonly TemporaryFolder _folder = new();

    public ExportedModel(ModelOptions options, long seed = 3)
    {
        string[] labels = options.LabelEmbedding > 0 || options.HasLabelPredictor ? ["good", "bad", "so so"] : [];
        _data = new TinyDataset(labels: labels);
        using (var model = TextModel.Create(options, _data.Dataset.Vocabulary.Count, seed, labels.Length))
        {
            Sharpen(model);
            TrainedModel.Save(_folder["model"], model, _data.Dataset, step: 1, Tiny.Report);
        }

        Trained = TrainedModel.Load(_folder["model"]);
        Files = OnnxExport.Write(Trained, Path);
        Exported = OnnxAutoencoder.Load(Path);
    }

    public TrainedModel Trained { get; }

    public IReadOnlyList<ExportedFile> Files { get; }

    public OnnxAutoencoder Exported { get; }

    /// <summary>The folder of the export.</summary>
    public string Path => _folder["exported"];

    /// <summary>The labels of some texts, where the model knows any.</summary>
    public string[]? LabelsFor(int texts) => Trained.Labels.Count == 0
        ? null
        : [.. Enumerable.Range(0, texts).Select(text => Trained.Labels[text % Trained.Labels.Count])];

    /// <summary>q(z|x) of texts by libtorch.</summary>
    public (float[] Mu, float[] LogVariance) Posterior(string[] texts, string[]? labels)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var batch = Batch.Of([.. texts.Select(Trained.WordsOf)], labels: labels?.Select(Trained.LabelOf).ToArray());
        var posterior = ((VariationalAutoencoder)Trained.Model).Encode(batch);
        return (Tiny.Floats(posterior.Mu), Tiny.Floats(posterior.LogVariance));
    }

    /// <summary>The greedy text of each text's mean by libtorch.</summary>
    public string[] Reconstructions(string[] texts, string[]? labels)
    {
        using var generator = new TextGenerator(Trained.Model, new DecodingOptions { MaximumLength = 200 });
        return [.. generator.Reconstruct(texts.Select(Trained.WordsOf), labels?.Select(Trained.LabelOf)).Select(text => Trained.TextOf(text.Words))];
    }

    /// <summary>Texts that libtorch draws.</summary>
    public string[] Samples(int count, long seed, double temperature, string? label)
    {
        var options = new DecodingOptions
        {
            Strategy = DecodingStrategy.Sample,
            Seed = seed,
            Temperature = temperature,
            MaximumLength = 200,
            Label = label is null ? null : Trained.LabelOf(label),
        };
        using var generator = new TextGenerator(Trained.Model, options);
        return [.. generator.Sample(count).Select(text => Trained.TextOf(text.Words))];
    }

    public void Dispose()
    {
        Exported.Dispose();
        Trained.Dispose();
        _folder.Dispose();
        _data.Dispose();
    }

    /// <summary>Fresh parameters make almost uniform models; larger ones make every error visible. Biases of zero become others.</summary>
    private static void Sharpen(TextModel model)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        foreach (var parameter in model.parameters())
            parameter.MultiplyInPlace(2.5).AddInPlace(torch.randn_like(parameter).Times(0.2));
        foreach (var (name, buffer) in model.named_buffers())
            buffer.copy_(name.EndsWith("variance", StringComparison.Ordinal) ? torch.rand_like(buffer).Plus(0.1) : torch.randn_like(buffer));
    }
}
