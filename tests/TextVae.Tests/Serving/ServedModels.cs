using TextVae.Models;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Tests.Serving;

/// <summary>Small models in folders, whose parameters are so large that every error shows.</summary>
internal sealed class ServedModels : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="labels">Labels of the texts in turn; left out, nothing has labels.</param>
    public ServedModels(params string?[] labels) => Data = new TinyDataset(labels: labels);

    public TinyDataset Data { get; }

    /// <summary>Where the parameters come from.</summary>
    public long Seed { get; init; } = 4;

    /// <summary>Writes a model folder.</summary>
    public string Save(ModelOptions? options = null)
    {
        var labels = Data.Dataset.Labels.Count;
        using var model = TextModel.Create(options ?? Tiny.Autoencoder, Data.Dataset.Vocabulary.Count, Seed, labels);
        using (torch.no_grad())
        {
            foreach (var parameter in model.parameters())
                parameter.MultiplyInPlace(5);
        }

        TrainedModel.Save(_folder["model"], model, Data.Dataset, step: 7, Tiny.Report);
        return _folder["model"];
    }

    public TextVaeModel Load(ModelOptions? options = null, TextVaeModelOptions? serving = null) =>
        TextVaeModel.Load(Save(options), serving);

    /// <summary>Texts of one to eight letters.</summary>
    public static string[] Texts(int count, int seed = 5)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
                string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => $"{"abcde"[random.Next(5)]}"))),
        ];
    }

    public void Dispose()
    {
        Data.Dispose();
        _folder.Dispose();
    }
}
