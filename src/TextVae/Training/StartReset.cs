namespace TextVae.Training;

/// <summary>What of a model begins afresh although its run starts from the parameters of another.</summary>
public enum StartReset
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>
    /// The decoder and the softmax (Li et al. 2019): an encoder that has learnt to say much meets a decoder that has not learnt
    /// to do without it. The word vectors, which the encoder reads too, stay.
    /// </summary>
    Decoder,
}
