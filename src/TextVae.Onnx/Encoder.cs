using TextVae.Onnx.Shared.Corpus;
using TextVae.Onnx.Shared.Exporting;

namespace TextVae.Onnx;

/// <summary>Word ids to q(z|x).</summary>
internal sealed class Encoder(string path, OnnxConfig config, OnnxOptions options) : IDisposable
{
    private readonly GraphSession _session = new(
        path,
        [
            GraphValue.Wholes(OnnxFolder.Words, GraphSession.Any, GraphSession.Any),
            GraphValue.Wholes(OnnxFolder.Lengths, GraphSession.Any),
            .. config.Labels.Count > 0 ? (GraphValue[])[GraphValue.Wholes(OnnxFolder.Label, GraphSession.Any)] : [],
        ],
        [
            GraphValue.Numbers(OnnxFolder.Mu, GraphSession.Any, config.Latent),
            GraphValue.Numbers(OnnxFolder.LogVariance, GraphSession.Any, config.Latent),
        ]);

    /// <summary>The posterior of each text.</summary>
    /// <param name="texts">Word ids, without start and end.</param>
    /// <param name="labels">The number of the label of each; null for a model without labels.</param>
    public OnnxPosterior[] Encode(int[][] texts, long[]? labels)
    {
        var lengths = Array.ConvertAll(texts, text => text.Length + 1);
        var posteriors = new OnnxPosterior[texts.Length];
        Shares.ForEach(TextChunks.Of(lengths, Shares.Size(texts.Length, options)), options, chunk => Encode(chunk, texts, lengths, labels, posteriors));
        return posteriors;
    }

    public void Dispose() => _session.Dispose();

    private void Encode(int[] chunk, int[][] texts, int[] lengths, long[]? labels, OnnxPosterior[] posteriors)
    {
        using var inputs = new GraphInputs();
        inputs.Add(OnnxFolder.Words, Padded(chunk, texts, lengths[chunk[0]]), chunk.Length, lengths[chunk[0]]);
        inputs.Add(OnnxFolder.Lengths, Array.ConvertAll(chunk, text => (long)lengths[text]), chunk.Length);
        if (labels is not null)
            inputs.Add(OnnxFolder.Label, Array.ConvertAll(chunk, text => labels[text]), chunk.Length);
        using var results = _session.Run(inputs.Values);
        var mu = results[0].GetTensorDataAsSpan<float>();
        var logVariance = results[1].GetTensorDataAsSpan<float>();
        for (var row = 0; row < chunk.Length; row++)
        {
            var of = new Range(row * config.Latent, (row + 1) * config.Latent);
            posteriors[chunk[row]] = new OnnxPosterior(mu[of].ToArray(), logVariance[of].ToArray());
        }
    }

    private static long[] Padded(int[] chunk, int[][] texts, int time)
    {
        var words = new long[chunk.Length * time];
        for (var row = 0; row < chunk.Length; row++)
        {
            var text = texts[chunk[row]];
            for (var position = 0; position < text.Length; position++)
                words[(row * time) + position] = text[position];
            words[(row * time) + text.Length] = Vocabulary.End;
        }

        return words;
    }
}
