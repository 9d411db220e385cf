namespace TextVae.Exporting;

/// <summary>The files of an exported model, and the names of what goes into its graphs and comes out of them.</summary>
internal static class OnnxFolder
{
    public const string Config = "config.json";
    public const string Vocabulary = "vocabulary.txt";
    public const string Encoder = "encoder.onnx";
    public const string DecoderStart = "decoder_start.onnx";
    public const string Decoder = "decoder.onnx";

    /// <summary>Word ids that the encoder reads, int64 [batch, time].</summary>
    public const string Words = "words";

    /// <summary>Positions of each text, its end token among them, int64 [batch].</summary>
    public const string Lengths = "lengths";

    /// <summary>The number of each text's label, int64 [batch]; only of a model that knows labels.</summary>
    public const string Label = "label";

    /// <summary>μ of q(z|x), [batch, latent].</summary>
    public const string Mu = "mu";

    /// <summary>ln σ² of q(z|x), [batch, latent].</summary>
    public const string LogVariance = "log_variance";

    /// <summary>The vector that a text begins from, [batch, latent].</summary>
    public const string Z = "z";

    /// <summary>The word that each text reads, int64 [batch].</summary>
    public const string Word = "word";

    /// <summary>Which text of the step before each one goes on from, int64 [batch].</summary>
    public const string Rows = "rows";

    /// <summary>ln p of every next word, [batch, vocabulary].</summary>
    public const string LogProbabilities = "log_probabilities";

    /// <summary>The state that holds what z and label add to the gates at every step.</summary>
    public const string Context = "context";

    /// <summary>The state that z adds to what the softmax sees.</summary>
    public const string Skip = "skip";

    /// <summary>What a state is called behind a step.</summary>
    public static string Next(string state) => $"next_{state}";
}
