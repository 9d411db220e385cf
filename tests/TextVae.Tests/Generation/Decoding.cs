using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Generation;

/// <summary>Decodes given vectors.</summary>
internal static class Decoding
{
    /// <summary>The words of a text that <see cref="Tiny"/> models can write.</summary>
    public static readonly int[] Choosable = [Vocabulary.Unknown, 4, 5, 6];

    /// <summary>A strategy with few hypotheses or candidates, where it has any.</summary>
    public static DecodingOptions Few(DecodingStrategy strategy)
    {
        var options = new DecodingOptions { Strategy = strategy };
        return strategy switch
        {
            DecodingStrategy.Beam => options with { Beam = 4 },
            DecodingStrategy.MinimumBayesRisk => options with { Candidates = 5 },
            _ => options,
        };
    }

    public static GeneratedText[] Beam(
        TextModel model, torch.Tensor? z, int count, DecodingOptions options, int[]? labels = null) =>
        With(model, z, count, labels, texts => BeamSearch.Decode(texts, options));

    public static GeneratedText[][] Hypotheses(TextModel model, torch.Tensor? z, int count, DecodingOptions options) =>
        With(model, z, count, labels: null, texts => BeamSearch.Hypotheses(texts, options));

    public static GeneratedText[] Stepwise(
        TextModel model, torch.Tensor? z, int count, DecodingOptions options, int[]? labels = null) =>
        With(model, z, count, labels, texts => StepwiseDecoder.Decode(texts, options.Resolved(DecodingStrategy.Greedy), first: 0));

    /// <summary>ln p of every next word of a text, which is read from its beginning.</summary>
    public static float[] NextLogProbabilities(TextModel model, torch.Tensor? z, int[] words)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var state = model.Decoder.Start(1, z);
        foreach (var word in words.Prepend(Vocabulary.Start))
            state = model.Decoder.Step(model.Embedding.call(torch.tensor(new long[] { word })), state);
        return Tiny.Floats(model.Output.LogProbabilities(state.State));
    }

    /// <summary>Every text of at most so many words, with its ln p.</summary>
    public static GeneratedText[] Enumerate(TextModel model, torch.Tensor? z, int longest)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        IEnumerable<int[]> ofLength = [[]];
        var texts = new List<int[]>([[]]);
        for (var length = 1; length <= longest; length++)
        {
            ofLength = [.. ofLength.SelectMany(text => Choosable.Select(word => (int[])[.. text, word]))];
            texts.AddRange(ofLength);
        }

        using var batch = Batch.Of(texts);
        var nll = Tiny.Floats(model.Reconstruction(batch, z?.expand(texts.Count, -1)));
        return [.. texts.Zip(nll, (words, ofText) => new GeneratedText(words, -ofText))];
    }

    public static T With<T>(TextModel model, torch.Tensor? z, int count, int[]? labels, Func<UnfinishedTexts, T> decode)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var decoder = IncrementalDecoder.For(model);
        using var texts = decoder.Start(model.Start(count, z, labels));
        return decode(texts);
    }
}
