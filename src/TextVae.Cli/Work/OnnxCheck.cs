using TextVae.Batches;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Onnx;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Cli.Work;

/// <summary>What an exported model makes of texts, held against what libtorch makes of them.</summary>
/// <param name="Texts">How many texts, drawn from the model itself.</param>
/// <param name="LargestDifference">Between two numbers of a text's vector; null of a language model.</param>
/// <param name="SameTexts">How many come back through their vectors, word for word, as from libtorch, or of a language model are drawn the same.</param>
internal sealed record OnnxCheck(int Texts, double? LargestDifference, int SameTexts)
{
    private const int Count = 32;
    private const double Tolerance = 1e-4;

    // Where two words are as probable but for the last digits of a float, the texts may differ.
    private const int LeastSame = Count * 9 / 10;

    /// <summary>Whether the two agree.</summary>
    public bool IsPassed => !(LargestDifference > Tolerance) && SameTexts >= LeastSame;

    /// <summary>Loads the exported model and compares.</summary>
    /// <exception cref="OnnxModelException">It cannot be loaded.</exception>
    public static OnnxCheck Of(TrainedModel model, string folder)
    {
        var options = new DecodingOptions();
        using var exported = OnnxAutoencoder.Load(folder, new OnnxOptions { MaximumLength = options.MaximumLength });
        int? label = model.Labels.Count > 0 ? 0 : null;
        var drawn = exported.Sample(Count, label: label is null ? null : model.Labels[0]);
        if (exported.IsLanguageModel)
        {
            using var sampling = new TextGenerator(model.Model, options with { Strategy = DecodingStrategy.Sample, Label = label });
            return new OnnxCheck(Count, LargestDifference: null, Same(drawn, sampling.Sample(Count), model));
        }

        int[]? numbers = label is null ? null : [.. Enumerable.Range(0, Count).Select(text => text % model.Labels.Count)];
        var names = numbers is null ? null : Array.ConvertAll(numbers, number => model.Labels[number]);
        int[][] words = [.. drawn.Select(model.WordsOf)];
        var difference = Difference(exported.Encode(drawn, names), Means((VariationalAutoencoder)model.Model, words, numbers));
        using var greedy = new TextGenerator(model.Model, options);
        return new OnnxCheck(Count, difference, Same(exported.Reconstruct(drawn, names), greedy.Reconstruct(words, numbers), model));
    }

    private static int Same(string[] texts, IEnumerable<GeneratedText> ofLibtorch, TrainedModel model) =>
        texts.Zip(ofLibtorch).Count(pair => pair.First == model.TextOf(pair.Second.Words));

    private static float[] Means(VariationalAutoencoder model, int[][] words, int[]? labels)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var batch = Batch.Of(words, labels: labels);
        return model.Encode(batch).Mu.cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>The largest difference, of numbers above 1 as a share of them.</summary>
    private static double Difference(float[][] vectors, float[] means) =>
        vectors.SelectMany(vector => vector).Zip(means).Max(pair => Math.Abs(pair.First - pair.Second) / Math.Max(1.0, Math.Abs(pair.Second)));
}
