using TextVae.Batches;
using TextVae.Native;
using TextVae.Networks;
using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Models;

/// <summary>What an autoencoder and a language model have in common: word vectors, a decoder and a softmax.</summary>
public abstract class TextModel : torch.nn.Module
{
#pragma warning disable MA0056 // registering modules is virtual in TorchSharp, and nothing here overrides it
    private protected TextModel(ModelOptions options, int words, int labels)
        : base(nameof(TextModel))
    {
        Options = options;
        Words = words;
        Embedding = torch.nn.Embedding(words, options.Embedding);
        // Each look at them is a tensor of its own, which the collector would find in the middle of a training.
        var vectors = Embedding.weight!;
        using (torch.no_grad())
            vectors.uniform_(-0.1, 0.1);
        Decoder = new Decoder(options);
        Output = new OutputLayer(options, words, vectors);
        register_module("embedding", Embedding);
        register_module("decoder", Decoder);
        register_module("output", Output);
        if (options.LabelEmbedding == 0)
            return;
        Labels = new LabelEmbedding(labels, options.LabelEmbedding);
        register_module("label_embedding", Labels);
    }
#pragma warning restore MA0056

    /// <summary>The sizes and parts of the model.</summary>
    public ModelOptions Options { get; }

    /// <summary>The size of the vocabulary, specials included.</summary>
    public int Words { get; }

    /// <summary>The word vectors that encoder and decoder share (§5), uniform in ±0.1 at first.</summary>
    internal Embedding Embedding { get; }

    /// <summary>The vectors of labels that encoder and decoder share; null for a model that knows none.</summary>
    internal LabelEmbedding? Labels { get; }

    /// <summary>What reads the words so far, and z, to predict the next.</summary>
    internal Decoder Decoder { get; }

    /// <summary>The softmax over the vocabulary.</summary>
    internal OutputLayer Output { get; }

    /// <summary>The number of trained numbers.</summary>
    public long ParameterCount => parameters().Sum(parameter => parameter.numel());

    /// <summary>Makes a model with fresh parameters, the same for the same seed.</summary>
    /// <param name="options">Sizes and parts; <see cref="ModelOptions.Problems"/> tells what recipes are not allowed.</param>
    /// <param name="words">The size of the vocabulary, specials included.</param>
    /// <param name="seed">Where the parameters come from.</param>
    /// <param name="labels">The number of different labels; only a model that reads or predicts labels needs it.</param>
    /// <exception cref="DataException">The model reads or predicts labels, and there are none.</exception>
    public static TextModel Create(ModelOptions options, int words, long seed, int labels = 0)
    {
        if (options.LabelEmbedding > 0 && labels < 1)
        {
            throw new DataException(
                $"The model reads every text together with its label (model.label_embedding is {options.LabelEmbedding}), and the "
                + "dataset has no labels. Prepare it anew with --label-field, or set model.label_embedding=0.");
        }

        if (options.HasLabelPredictor && labels < 1)
        {
            throw new DataException(
                "The model predicts labels from z (objective.label is above 0), and the dataset has no labels. Prepare it anew with "
                + "--label-field, or set objective.label=0.");
        }

        NativeRuntime.EnsureLoaded();
        return CreateLoaded(options, words, seed, labels);
    }

    // Apart, so that nothing of torch is touched before libtorch is loaded.
    private static TextModel CreateLoaded(ModelOptions options, int words, long seed, int labels)
    {
        torch.random.manual_seed(seed);
        TextModel model = options.Kind == ModelKind.Vae
            ? new VariationalAutoencoder(options, words, labels)
            : new LanguageModel(options, words, labels);
        // Modules begin in their training mode; only a step of training, which seeds what is dropped, sets it.
        model.eval();
        return model;
    }

    /// <summary>
    /// −ln p(x|z) of each sentence under teacher forcing (equation 2; equation 1 where there is no z), nats, [batch]. In
    /// training mode, features of the states before the softmax are dropped as the options say.
    /// </summary>
    /// <param name="batch">The sentences.</param>
    /// <param name="z">[batch, latent]; null for a language model.</param>
    /// <exception cref="DataException">The model needs labels, and a sentence has none.</exception>
    public torch.Tensor Reconstruction(Batch batch, torch.Tensor? z) => Reconstruction(batch, z, areWeighted: false);

    /// <summary>The same, for sentences that will have different weights with gradients made afterwards.</summary>
    internal torch.Tensor Reconstruction(Batch batch, torch.Tensor? z, bool areWeighted)
    {
        // What lies between is freed at once where no gradient needs it.
        using var scope = torch.NewDisposeScope();
        var states = Networks.Dropout.Of(States(batch, z), Options.Dropout.Output, training);
        return Output.NegativeLogLikelihood(states, batch, areWeighted).MoveToOuterDisposeScope();
    }

    /// <summary>The decoder's states under teacher forcing, [time, batch, hidden]. At padding they say nothing, and no loss
    /// counts them.</summary>
    /// <param name="batch">The sentences.</param>
    /// <param name="z">[batch, latent]; null for a language model.</param>
    /// <exception cref="DataException">The model needs labels, and a sentence has none, or the batch is too large for this
    /// machine's memory.</exception>
    public torch.Tensor States(Batch batch, torch.Tensor? z)
    {
        ModelMemory.RequireBatch(Options, batch);
        var words = WordVectors(batch.Inputs, batch);
        var label = LabelVectors(batch);
        using var lap = StepClock.Measure(StepPart.Decoder);
        return Decoder.Forward(words, z, label);
    }

    /// <summary>The state before the first word of texts to be generated.</summary>
    /// <param name="count">How many texts.</param>
    /// <param name="z">[count, latent]; null for a language model.</param>
    /// <param name="labels">The number of the label of each; only a model with a label embedding asks.</param>
    /// <exception cref="DataException">The model needs labels, and there are none.</exception>
    internal DecoderState Start(int count, torch.Tensor? z, IReadOnlyList<int>? labels = null) =>
        Decoder.Start(count, z, Labels?.Forward(labels));

    /// <summary>The vectors of a batch's labels, [batch, label_embedding]; null for a model that knows none.</summary>
    private protected torch.Tensor? LabelVectors(Batch batch) => Labels?.Forward(batch.Labels, batch.Sentences);

    /// <summary>
    /// The parameters that generate, of a decoder of one recurrent layer; the part of W and the softmax's weights are the caller's to
    /// dispose.
    /// </summary>
    internal DecodingParameters DecodingParameters()
    {
        var recurrence = Decoder.Layers.Single();
        return new DecodingParameters(
            recurrence.Cell, Embedding.weight!, recurrence.InputPart(), recurrence.HasContext ? null : recurrence.BiasInput,
            recurrence.WeightHidden, recurrence.BiasHidden, Output.WeightOfStates(), Output.Bias);
    }

    /// <summary>The vectors of a batch's words, each different word once.</summary>
    private protected SequenceInputs WordVectors(torch.Tensor ids, Batch batch)
    {
        using var lap = StepClock.Measure(StepPart.Embedding);
        return SequenceInputs.OfWords(Embedding.weight!, ids, batch.Lengths);
    }
}

/// <summary>The unconditional language model, p(x) = Π_i p(x_i | x_1 … x_{i−1}) (equation 1).</summary>
public sealed class LanguageModel : TextModel
{
    internal LanguageModel(ModelOptions options, int words, int labels)
        : base(options, words, labels)
    {
    }

    /// <summary>−ln p(x) of each sentence, exact, nats, [batch].</summary>
    public torch.Tensor NegativeLogLikelihood(Batch batch) => Reconstruction(batch, z: null);
}

/// <summary>The variational autoencoder: q(z|x) and p(x|z) with the prior N(0, I) (§3 and figure 2), or one that it learns.</summary>
public sealed class VariationalAutoencoder : TextModel
{
    internal VariationalAutoencoder(ModelOptions options, int words, int labels)
        : base(options, words, labels)
    {
        Encoder = new Encoder(options);
        register_module("encoder", Encoder);
        // After all else, so that the others' first parameters are the same with them and without.
        if (options.HasInformationNetwork)
            register_module("information", Information = new InformationNetwork(options));
        if (options.HasBagOfWords)
            register_module("bag_of_words", BagOfWords = new BagOfWords(options, words));
        if (options.Prior == PriorKind.Learned)
            register_module("prior", Prior = new LatentPrior(options.Latent));
        if (options.HasLabelPredictor)
            register_module("label_predictor", LabelPredictor = new LabelPredictor(options, labels));
    }

    /// <summary>The network behind q(z|x).</summary>
    internal Encoder Encoder { get; }

    /// <summary>The network behind q_MI(z|x); null where the objective does not need it.</summary>
    internal InformationNetwork? Information { get; }

    /// <summary>What predicts the words from z alone; null where the objective does not need it.</summary>
    internal BagOfWords? BagOfWords { get; }

    /// <summary>What predicts the label from z alone; null where the objective does not need it.</summary>
    internal LabelPredictor? LabelPredictor { get; }

    /// <summary>p(z), where it is learnt; null for N(0, I).</summary>
    internal LatentPrior? Prior { get; }

    /// <summary>z of the prior.</summary>
    /// <param name="noise">Of N(0, I), [count, latent].</param>
    /// <returns>[count, latent], without a gradient.</returns>
    internal torch.Tensor OfPrior(torch.Tensor noise)
    {
        if (Prior is null)
            return noise;
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        return Prior.Gaussian().Sample(noise).MoveToOuterDisposeScope();
    }

    /// <summary>q(z|x) of each sentence.</summary>
    /// <exception cref="DataException">The model needs labels, and a sentence has none, or the batch is too large for this
    /// machine's memory.</exception>
    public GaussianPosterior Encode(Batch batch)
    {
        ModelMemory.RequireBatch(Options, batch);
        using var scope = torch.NewDisposeScope();
        var words = WordVectors(batch.Read, batch);
        var label = LabelVectors(batch);
        using var lap = StepClock.Measure(StepPart.Encoder);
        var posterior = Encoder.Forward(words, batch, label);
        var prior = Prior?.Gaussian();
        prior?.Whitening.MoveToOuterDisposeScope();
        prior?.LogScale.MoveToOuterDisposeScope();
        return new GaussianPosterior(posterior.Mu.MoveToOuterDisposeScope(), posterior.LogVariance.MoveToOuterDisposeScope())
        {
            Prior = prior,
        };
    }

    /// <summary>How much attention the encoder pays to each word, its end token included.</summary>
    /// <param name="batch">The sentences.</param>
    /// <returns>[time, batch]; each sentence's weights sum to 1, padding has 0.</returns>
    /// <exception cref="InvalidOperationException">The model's summary is another one than attention.</exception>
    public torch.Tensor AttentionWeights(Batch batch) =>
        Encoder.AttentionWeights(WordVectors(batch.Read, batch), batch, LabelVectors(batch));

    /// <summary>
    /// ln q_MI(z|x) − ln p(z), the inside of equation 8: with z from the prior, in expectation a lower bound on the information between z
    /// and the decoder's states; with z of q(z|x), one on that and KL(q(z) ‖ p(z)) together.
    /// </summary>
    /// <param name="states">The decoder's states for z, of <see cref="TextModel.States"/>.</param>
    /// <param name="z">[batch, latent].</param>
    /// <param name="batch">The sentences.</param>
    /// <returns>Nats, [batch].</returns>
    /// <exception cref="InvalidOperationException">The model has no q_MI.</exception>
    public torch.Tensor InformationBound(torch.Tensor states, torch.Tensor z, Batch batch)
    {
        if (Information is null)
            throw new InvalidOperationException("This model has no q_MI: it was not made for the mutual-information objective.");
        using var lap = StepClock.Measure(StepPart.Information);
        // q_MI is learnt by it, and not p(z), which would flee from z.
        return (Information.Forward(states, batch) with { Prior = Prior?.Gaussian().Detached() }).LogRatioToPrior(z);
    }
}
