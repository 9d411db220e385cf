using TextVae.Batches;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Models;

/// <summary>
/// The inference network of q(z|x) (§5.1): states for the words, a summary of them (§5.3), and the two linear maps that
/// give the Gaussian's sufficient statistics.
/// </summary>
internal sealed class Encoder : torch.nn.Module
{
    private readonly ModelOptions _options;
    private readonly Func<SequenceInputs, Batch, torch.Tensor?, torch.Tensor> _states;
    private readonly Attention? _attention;
    private readonly Linear _mu;
    private readonly Linear _logVariance;
    private readonly BatchNormalization? _normalization;

    internal Encoder(ModelOptions options)
        : base(nameof(Encoder))
    {
        _options = options;
        _states = Reader(options);
        _mu = new Linear(options.Hidden, options.Latent);
        _logVariance = new Linear(options.Hidden, options.Latent);
        register_module("mu", _mu);
        register_module("log_variance", _logVariance);
        if (options.Posterior == PosteriorKind.BatchNorm)
        {
            _normalization = new BatchNormalization(options.Latent, options.PosteriorScale);
            register_module("normalization", _normalization);
        }

        if (options.Summary != SummaryKind.Attention)
            return;
        _attention = new Attention(options.Attention, options.Embedding, options.Hidden);
        register_module("attention", _attention);
    }

    /// <summary>Whether the summary is attention, so that words have weights.</summary>
    public bool PaysAttention => _attention is not null;

    /// <summary>Reads a batch.</summary>
    /// <param name="words">Word vectors of the targets (words and end token).</param>
    /// <param name="batch">The batch they belong to.</param>
    /// <param name="label">The vector of each sentence's label, [batch, label_embedding], which stands beside every word's;
    /// needed exactly if the model knows labels.</param>
    /// <returns>q(z|x) of every sentence; it depends on no other sentence of the batch, but for a step of training where the
    /// posterior is normalised over the batch.</returns>
    public GaussianPosterior Forward(SequenceInputs words, Batch batch, torch.Tensor? label = null)
    {
        words = Dropout.Of(words, _options.Dropout.Encoder, training);
        var states = _states(words, batch, label);
        var summary = _attention?.Forward(words, states, batch)
            ?? Summary.Of(_options.Summary, states, batch, _options.Encoder == EncoderKind.Bidirectional);
        var (mu, logVariance) = (_mu.Forward(summary), _logVariance.Forward(summary));
        return _options.Posterior switch
        {
            PosteriorKind.Gaussian => new GaussianPosterior(mu, logVariance),
            PosteriorKind.BatchNorm => new GaussianPosterior(_normalization!.Forward(mu, batch.Share), logVariance),
            PosteriorKind.Delta =>
                new GaussianPosterior(mu, CommittedRate.LogVariance(logVariance, _options.Delta / _options.Latent)),
            _ => throw new InvalidOperationException($"There is no posterior {_options.Posterior}."),
        };
    }

    /// <summary>How much each position counts in the summary: its weight, or the mean of its weights over the features.</summary>
    /// <param name="words">Word vectors of the targets (words and end token).</param>
    /// <param name="batch">The batch they belong to.</param>
    /// <param name="label">As of <see cref="Forward"/>.</param>
    /// <returns>[time, batch]; each sentence's sum to 1, 0 at padding.</returns>
    /// <exception cref="InvalidOperationException">The encoder's summary is another one than attention.</exception>
    public torch.Tensor AttentionWeights(SequenceInputs words, Batch batch, torch.Tensor? label = null)
    {
        if (_attention is null)
            throw new InvalidOperationException($"The summary {_options.Summary} gives no weights to words; attention does.");
        return _attention.Weights(words, _states(words, batch, label), batch).mean([2L]);
    }

    /// <summary>Recurrent layers, each of which reads the states of the one below; the first reads words and label.</summary>
    private Func<SequenceInputs, Batch, torch.Tensor?, torch.Tensor> Layered(
        ModelOptions options,
        Func<int, int, (torch.nn.Module Layer, Func<SequenceInputs, torch.Tensor?, torch.Tensor> Forward)> newLayer)
    {
        var layers = new Func<SequenceInputs, torch.Tensor?, torch.Tensor>[options.Layers];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            (var module, layers[layer]) = layer == 0
                ? newLayer(options.Embedding, options.LabelEmbedding)
                : newLayer(options.Hidden, 0);
            register_module(LayerName.Of("recurrence", layer), module);
        }

        return (words, batch, label) =>
        {
            var states = layers[0](words, label);
            foreach (var layer in layers.Skip(1))
            {
                var shown = Dropout.Of(states, options.Dropout.Encoder, training);
                states = layer(SequenceInputs.OfStates(shown, batch.Lengths), null);
            }

            return states;
        };
    }

    private Func<SequenceInputs, Batch, torch.Tensor?, torch.Tensor> Reader(ModelOptions options)
    {
        switch (options.Encoder)
        {
            case EncoderKind.Bidirectional:
                return Layered(options, (inputs, context) =>
                {
                    var both = new BidirectionalRecurrence(options.Cell, inputs, options.Hidden / 2, context);
                    return (both, both.Forward);
                });
            case EncoderKind.Unidirectional:
                return Layered(options, (inputs, context) =>
                {
                    var one = new RecurrentLayer(options.Cell, inputs, options.Hidden, context);
                    return (one, (words, label) => one.Forward(words, context: label));
                });
            case EncoderKind.Convolutional:
                var convolutions = new ConvolutionStack(options.Embedding + options.LabelEmbedding, options.Hidden);
                register_module("convolutions", convolutions);
                return (words, batch, label) => convolutions.Forward(words, batch, label);
            case EncoderKind.Transformer:
                var transformer = new Transformer(
                    options.TransformerSizes(options.LabelEmbedding, options.Dropout.Encoder), isCausal: false);
                register_module("transformer", transformer);
                return (words, _, label) => transformer.Forward(words, label);
            default:
                throw new ArgumentOutOfRangeException(nameof(options), options.Encoder, message: null);
        }
    }
}
