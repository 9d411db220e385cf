using TextVae.Generation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Generation;

/// <summary>Decodes given vectors.</summary>
internal static class Decoding
{
    public static GeneratedText[] Beam(
        TextModel model, torch.Tensor? z, int count, DecodingOptions options, int[]? labels = null) =>
        With(model, z, count, labels, texts => BeamSearch.Decode(texts, options));

    public static GeneratedText[][] Hypotheses(TextModel model, torch.Tensor? z, int count, DecodingOptions options) =>
        With(model, z, count, labels: null, texts => BeamSearch.Hypotheses(texts, options));

    public static GeneratedText[] Stepwise(
        TextModel model, torch.Tensor? z, int count, DecodingOptions options, int[]? labels = null) =>
        With(model, z, count, labels, texts => StepwiseDecoder.Decode(texts, options, first: 0));

    private static T With<T>(TextModel model, torch.Tensor? z, int count, int[]? labels, Func<UnfinishedTexts, T> decode)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var decoder = IncrementalDecoder.For(model);
        using var texts = decoder.Start(model.Start(count, z, labels));
        return decode(texts);
    }
}
